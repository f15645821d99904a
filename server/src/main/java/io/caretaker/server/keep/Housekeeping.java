package io.caretaker.server.keep;

import io.caretaker.core.problem.Problem;
import io.caretaker.core.store.Store;
import io.caretaker.server.Policy;
import io.caretaker.server.watch.StatusBoard;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Expires history and refreshes each service's uptime of the last 30 days. Called now and then;
/// never throws for a store that does not answer.
public final class Housekeeping {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration UPTIME_WINDOW = Duration.ofDays(30);
    private static final Duration UPTIME_EVERY = Duration.ofMinutes(5);
    private static final Duration EXPIRE_EVERY = Duration.ofHours(1);

    private final Store store;
    private final StatusBoard board;
    private final Policy policy;
    private final InstantSource clock;
    private Instant nextUptime = Instant.MIN;
    private Instant nextExpiry = Instant.MIN;

    public Housekeeping(Store store, StatusBoard board, Policy policy, InstantSource clock) {
        this.store = store;
        this.board = board;
        this.policy = policy;
        this.clock = clock;
    }

    public void turn() {
        Instant now = clock.instant();
        // A clock that jumps back must not stop the work until it has caught up.
        if (!now.isBefore(nextUptime) || nextUptime.isAfter(now.plus(UPTIME_EVERY))) {
            nextUptime = now.plus(UPTIME_EVERY);
            guarded(() -> store.history().uptimes(now.minus(UPTIME_WINDOW)).forEach(board::uptime));
        }
        if (!now.isBefore(nextExpiry) || nextExpiry.isAfter(now.plus(EXPIRE_EVERY))) {
            nextExpiry = now.plus(EXPIRE_EVERY);
            guarded(() -> expire(now));
        }
    }

    private void expire(Instant now) {
        long removed =
                store.history()
                        .expire(
                                now.minus(policy.historyRetention()),
                                now.minus(policy.rollupRetention()));
        if (removed > 0) {
            LOG.atInfo().addKeyValue("rows", removed).log("old history expired");
        }
    }

    private static void guarded(Runnable work) {
        try {
            work.run();
        } catch (Problem problem) {
            LOG.atWarn()
                    .addKeyValue("problem", problem.message())
                    .log("housekeeping did not reach the store; it tries again later");
        }
    }
}
