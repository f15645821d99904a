package io.caretaker.postgresql;

import java.util.List;

/// Which table locks exclude each other.
///
/// Source: PostgreSQL manual, "Explicit Locking", table "Conflicting Lock Modes" (12 to 18).
final class LockModes {
    /// The weakest first; next to each, how many of the strongest modes exclude it.
    private static final List<String> MODES =
            List.of(
                    "AccessShareLock",
                    "RowShareLock",
                    "RowExclusiveLock",
                    "ShareUpdateExclusiveLock",
                    "ShareLock",
                    "ShareRowExclusiveLock",
                    "ExclusiveLock",
                    "AccessExclusiveLock");

    private static final int[] EXCLUDED_BY_STRONGEST = {1, 2, 4, 5, 6, 6, 7, 8};
    private static final String SHARE = "ShareLock";

    private LockModes() {}

    /// Whether one who holds a mode keeps another one waiting who wants the other. What is not
    /// known does.
    static boolean conflict(String held, String wanted) {
        int one = MODES.indexOf(held);
        int other = MODES.indexOf(wanted);
        if (one < 0 || other < 0) {
            return true;
        }
        // The one irregular cell of the table: several may share.
        if (held.equals(SHARE) && wanted.equals(SHARE)) {
            return false;
        }
        return one >= MODES.size() - EXCLUDED_BY_STRONGEST[other];
    }
}
