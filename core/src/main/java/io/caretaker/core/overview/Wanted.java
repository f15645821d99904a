package io.caretaker.core.overview;

/// What is asked of a person.
public enum Wanted {
    /// A yes or no to a recovery that waits for it.
    APPROVE,
    /// To have seen it: until then caretaker leaves it alone, or goes on telling people.
    ACKNOWLEDGE,
    /// To look into it: it does not get better by itself.
    LOOK,
    /// Nothing: caretaker is at it, or somebody else is, or it is planned.
    NONE
}
