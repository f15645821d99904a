package io.caretaker.cli.screen;

import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.time.Duration;

/// How often a live view looks: every 500 ms to 5 min.
public final class Pace {
    public static final Duration LEAST = Duration.ofMillis(500);
    private static final Duration MOST = Duration.ofMinutes(5);

    private Pace() {}

    /// Refuses a pace that is too fast or too slow to look at.
    ///
    /// @throws Problem `INVALID`
    public static void require(Duration interval) {
        if (interval.compareTo(LEAST) < 0 || interval.compareTo(MOST) > 0) {
            throw new Problem(ProblemCode.INVALID, "--interval must be 500 ms to 5 min", "");
        }
    }
}
