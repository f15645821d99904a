package io.caretaker.core.change;

/// How far a change has come.
public enum ChangeStatus {
    /// It is being applied, or that was interrupted.
    APPLYING,
    /// All steps are done; it can be undone.
    APPLIED,
    /// It is being undone, or that was interrupted.
    UNDOING,
    /// All that it did is undone.
    UNDONE
}
