package io.caretaker.cli;

import io.caretaker.core.problem.ProblemCode;

/// How the program ends. The numbers never change; `docs/reference/exit-codes.md` explains them.
public final class ExitCodes {
    /// Done; and where something was looked at, it is up.
    public static final int OK = 0;

    /// A service is down, unknown or needs attention, or an action did not reach its aim.
    public static final int NOT_WELL = 1;

    /// Bad usage or bad configuration.
    public static final int USAGE = 2;

    /// What was named does not exist.
    public static final int NOT_FOUND = 3;

    /// Refused: exists already, not allowed, or another caretaker holds it.
    public static final int REFUSED = 4;

    /// The store or a host is unreachable or unusable.
    public static final int UNUSABLE = 5;

    /// A defect of caretaker.
    public static final int INTERNAL = 70;

    private ExitCodes() {}

    public static int of(ProblemCode code) {
        return switch (code) {
            case FAILED -> NOT_WELL;
            case INVALID, CONFIGURATION -> USAGE;
            case NOT_FOUND -> NOT_FOUND;
            case DUPLICATE, OUTDATED, LOCKED, DENIED -> REFUSED;
            case UNREACHABLE, STORE_CORRUPT, STORE_UNWRITABLE -> UNUSABLE;
            case INTERNAL -> INTERNAL;
        };
    }
}
