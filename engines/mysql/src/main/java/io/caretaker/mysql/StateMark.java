package io.caretaker.mysql;

/// What the server numbers a session's state by: as long as the mark is the same, the session has
/// begun nothing new.
///
/// @param thread MySQL's number of the thread in performance_schema; 0 elsewhere
/// @param number MariaDB: the query's number; MySQL: that of the statement's event; where neither
///   is known, the second since 1970 in which the state began
/// @param running whether it works at something
/// @param exact whether the number is the server's, so that it can be relied on to the last state
record StateMark(long thread, long number, boolean running, boolean exact) {
    /// Whether this may be the same state: the second of an inexact mark may be off by one, because
    /// servers round.
    boolean same(StateMark other) {
        return exact
                ? equals(other)
                : !other.exact && running == other.running && Math.abs(number - other.number) <= 1;
    }
}
