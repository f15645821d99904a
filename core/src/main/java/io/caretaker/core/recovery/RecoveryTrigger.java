package io.caretaker.core.recovery;

/// Who wants the recovery.
public enum RecoveryTrigger {
    /// Caretaker itself: every guard holds.
    AUTOMATIC,
    /// A person: opt-in, windows and approval are answered by their asking.
    REQUESTED,
    /// A person who also puts cooldown, used-up attempts and flapping aside.
    FORCED;

    public boolean byPerson() {
        return this != AUTOMATIC;
    }

    /// A person who asks.
    ///
    /// @param force whether cooldown, used-up attempts and flapping are put aside
    public static RecoveryTrigger asked(boolean force) {
        return force ? FORCED : REQUESTED;
    }
}
