package io.caretaker.cli.commands;

import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;

/// The bounds of `--limit`.
final class Limits {
    private static final int MOST = 100_000;

    private Limits() {}

    static void require(int limit) {
        if (limit < 1 || limit > MOST) {
            throw new Problem(
                    ProblemCode.INVALID, "--limit must be 1 to " + MOST + ", but is " + limit, "");
        }
    }
}
