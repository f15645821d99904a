package io.caretaker.mongodb;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Counters as they were at the check before. A server that restarted in between gives no rate. Not
/// thread-safe.
final class Counters {
    private static final double ENOUGH_PAGES = 1000;

    private boolean filled;
    private double uptime;
    private long nanos;
    private double operations;
    private double pagesRequested;
    private double pagesRead;
    private @Nullable Double hitRatio;

    /// Operations a second since the round before, or null on the first and after a restart.
    @Nullable Double operationRate(double newUptime, double newOperations, long now) {
        boolean comparable =
                filled && newUptime >= uptime && newOperations >= operations && now > nanos;
        Double rate =
                comparable
                        ? (newOperations - operations)
                                * TimeUnit.SECONDS.toNanos(1)
                                / (double) (now - nanos)
                        : null;
        filled = true;
        uptime = newUptime;
        operations = newOperations;
        nanos = now;
        return rate;
    }

    /// Share in percent of pages that were in the cache already, since the last time that enough
    /// had been asked for; at first since the server started.
    @Nullable Double hitRatio(double requested, double read) {
        if (requested < pagesRequested) {
            pagesRequested = 0;
            pagesRead = 0;
        }
        if (requested - pagesRequested >= ENOUGH_PAGES || (hitRatio == null && requested > 0)) {
            hitRatio =
                    Math.clamp(
                            100 * (1 - (read - pagesRead) / (requested - pagesRequested)), 0, 100);
            pagesRequested = requested;
            pagesRead = read;
        }
        return hitRatio;
    }
}
