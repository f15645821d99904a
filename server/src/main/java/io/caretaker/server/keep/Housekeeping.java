package io.caretaker.server.keep;

import io.caretaker.core.alert.AlertKey;
import io.caretaker.core.alert.AlertRule;
import io.caretaker.core.alert.Notice;
import io.caretaker.core.alert.Notifier;
import io.caretaker.core.inventory.Severity;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.store.Store;
import io.caretaker.server.Policy;
import io.caretaker.server.watch.StatusBoard;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Expires history and what is over of alerts, and refreshes each service's uptime of the last 30
/// days. Called now and then; never throws for a store that does not answer.
public final class Housekeeping {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration UPTIME_WINDOW = Duration.ofDays(30);
    private static final Duration UPTIME_EVERY = Duration.ofMinutes(5);
    private static final Duration SETTLED_KEPT = Duration.ofDays(90);
    private static final Duration EXPIRE_EVERY = Duration.ofHours(1);

    private final Store store;
    private final StatusBoard board;
    private final Policy policy;
    private final Notifier notifier;
    private final InstantSource clock;
    private final @Nullable Archive archive;
    private boolean archiveFailing;
    private Instant nextUptime = Instant.MIN;
    private Instant nextExpiry = Instant.MIN;

    public Housekeeping(
            Store store, StatusBoard board, Policy policy, Notifier notifier, InstantSource clock) {
        this.store = store;
        this.board = board;
        this.policy = policy;
        this.notifier = notifier;
        Path directory = policy.archive();
        this.archive = directory == null ? null : new Archive(directory, policy.historyRetention());
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
            guarded(() -> store.recovery().prune(now.minus(SETTLED_KEPT)));
            guarded(() -> store.alerts().prune(now.minus(policy.historyRetention())));
        }
    }

    private void expire(Instant now) {
        Instant before = now.minus(policy.historyRetention());
        if (archive == null) {
            notifier.clear(
                    Notice.cleared(
                            now,
                            AlertKey.own(AlertRule.ARCHIVE_FAILING),
                            "Old history is no longer archived",
                            ""));
        } else {
            if (!archived(archive, before, now)) {
                return;
            }
            // Whole days are archived, and no row goes whose day was not.
            before = before.truncatedTo(ChronoUnit.DAYS);
        }
        long removed = store.history().expire(before, now.minus(policy.rollupRetention()));
        if (removed > 0) {
            LOG.atInfo().addKeyValue("rows", removed).log("old history expired");
        }
    }

    /// Nothing expires that was not archived.
    private boolean archived(Archive into, Instant before, Instant now) {
        try {
            int files = into.keep(store.history(), before, now);
            if (files > 0) {
                LOG.atInfo().addKeyValue("files", files).log("old history archived");
            }
            archiveWorks(now);
            return true;
        } catch (Problem problem) {
            LOG.atError()
                    .addKeyValue("problem", problem.message())
                    .addKeyValue("hint", problem.hint())
                    .log("old history cannot be archived and does not expire; it is tried again");
            if (!archiveFailing) {
                archiveFailing = true;
                notifier.tell(
                        Notice.raised(
                                now,
                                AlertKey.own(AlertRule.ARCHIVE_FAILING),
                                Severity.HIGH,
                                "Old history cannot be archived, so it does not expire",
                                problem.message() + "; " + problem.hint()));
            }
            return false;
        }
    }

    private void archiveWorks(Instant now) {
        AlertKey key = AlertKey.own(AlertRule.ARCHIVE_FAILING);
        if (archiveFailing || notifier.firing(key)) {
            archiveFailing = false;
            notifier.tell(Notice.cleared(now, key, "Old history is archived again", ""));
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
