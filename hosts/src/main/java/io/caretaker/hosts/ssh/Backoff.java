package io.caretaker.hosts.ssh;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long a host that could not be reached is left alone. Pure but for the dice.
final class Backoff {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private Backoff() {}

    /// After the n-th failure in a row: 1 s, doubled each time up to 60 s, give or take a fifth.
    static Duration after(int failures, RandomGenerator dice) {
        long plain = FIRST.toMillis() << Math.clamp(failures - 1, 0, 6);
        long millis = Math.min(plain, LONGEST.toMillis());
        return Duration.ofMillis((long) (millis * (0.8 + 0.4 * dice.nextDouble())));
    }
}
