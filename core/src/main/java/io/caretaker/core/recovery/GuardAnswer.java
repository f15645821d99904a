package io.caretaker.core.recovery;

/// What a guard says of one recovery.
///
/// @param agrees whether it has nothing against it
/// @param words why, one clause without a full stop
public record GuardAnswer(Guard guard, boolean agrees, String words) {

    /// It has nothing against it.
    public static GuardAnswer agrees(Guard guard) {
        return new GuardAnswer(guard, true, guard.agreement());
    }

    /// It objects.
    public static GuardAnswer objects(Guard guard, String reason) {
        return new GuardAnswer(guard, false, reason);
    }
}
