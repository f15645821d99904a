package io.caretaker.server.keep;

import io.caretaker.core.alert.AlertKey;
import io.caretaker.core.alert.AlertRule;
import io.caretaker.core.alert.Notice;
import io.caretaker.core.alert.Notifier;
import io.caretaker.core.inventory.Severity;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.store.Store;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The line to a store that may go away: whether it answers, what waits for it meanwhile, and who
/// is told. Once it has failed nobody asks it any more but [#turn()], so that nobody waits for it.
/// Thread-safe.
final class StoreLine {
    private static final Logger LOG = LoggerFactory.getLogger(StoreLine.class);

    /// What is over sooner is not worth waking anybody.
    private static final Duration GRACE = Duration.ofSeconds(5);

    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final Supplier<Store> opener;
    private final Spill spill;
    private final Notifier notifier;
    private final InstantSource clock;
    private @Nullable Store opened;
    private @Nullable Outage outage;

    /// A time without the store.
    private static final class Outage {
        private final Instant since;
        private Problem problem;
        private final long droppedBefore;
        private Duration pause = SHORTEST_PAUSE;
        private Instant next;
        private boolean told;
        private boolean toldOfDropping;
        private long brought;

        Outage(Instant since, Problem problem, long droppedBefore) {
            this.since = since;
            this.problem = problem;
            this.droppedBefore = droppedBefore;
            this.next = since.plus(SHORTEST_PAUSE);
        }
    }

    StoreLine(Supplier<Store> opener, Spill spill, Notifier notifier, InstantSource clock) {
        this.opener = opener;
        this.spill = spill;
        this.notifier = notifier;
        this.clock = clock;
    }

    /// Opens the store, unless it cannot be reached.
    ///
    /// @throws Problem all others
    void open() {
        spill.find();
        try {
            Store store = opener.get();
            synchronized (this) {
                opened = store;
            }
            if (spill.count() > 0) {
                // In order: what waits comes first.
                lost(waitsStill());
                attempt();
            }
        } catch (Problem problem) {
            if (problem.code() != ProblemCode.UNREACHABLE) {
                throw problem;
            }
            lost(problem);
        }
    }

    private static Problem waitsStill() {
        return new Problem(
                ProblemCode.UNREACHABLE, "results of an earlier run wait for the store", "");
    }

    /// Asks the store; or, when it does not answer, somebody else.
    <T> T ask(Function<Store, T> question, Function<Problem, T> otherwise) {
        Store store;
        Problem known;
        synchronized (this) {
            store = opened;
            known = outage == null ? null : outage.problem;
        }
        if (store == null || known != null) {
            return otherwise.apply(known == null ? waitsStill() : known);
        }
        try {
            return question.apply(store);
        } catch (Problem problem) {
            if (!gone(problem)) {
                throw problem;
            }
            lost(problem);
            return otherwise.apply(problem);
        }
    }

    /// Tells the store; what it cannot be told now waits.
    ///
    /// @param meaning what waits then; asked only when it has to
    void tell(Consumer<Store> word, Supplier<List<Waiting>> meaning) {
        boolean heard = false;
        while (!heard) {
            heard =
                    ask(
                            store -> {
                                word.accept(store);
                                return true;
                            },
                            _ -> keep(meaning));
        }
    }

    /// Asks the store for what nobody else knows. A failure of this says nothing about the rest of
    /// the store, which answers the next question, or does not.
    ///
    /// @throws Problem at once while the store does not answer
    <T> T ifThere(Function<Store, T> question) {
        Store store;
        synchronized (this) {
            if (outage != null) {
                throw outage.problem;
            }
            store = opened;
        }
        if (store == null) {
            throw waitsStill();
        }
        return question.apply(store);
    }

    /// Whether a failure may be the store's rather than the caller's.
    private static boolean gone(Problem problem) {
        return away(problem) || problem.code() == ProblemCode.INTERNAL;
    }

    /// Whether the store itself cannot work.
    static boolean away(Problem problem) {
        return switch (problem.code()) {
            case UNREACHABLE, STORE_CORRUPT, STORE_UNWRITABLE, LOCKED -> true;
            case INVALID, CONFIGURATION, NOT_FOUND, DUPLICATE, OUTDATED, DENIED, FAILED, INTERNAL ->
                    false;
        };
    }

    /// Keeps it until the store answers; false when it does so already, because nobody would bring
    /// it then.
    synchronized boolean keep(Supplier<List<Waiting>> meaning) {
        if (outage == null) {
            return false;
        }
        List<Waiting> some = meaning.get();
        if (!some.isEmpty()) {
            spill.add(some);
            tellOfDropping(outage);
        }
        return true;
    }

    /// Tells the memory what waits of the recovery states, approvals and alerts of an earlier run.
    void recall(LastKnown known) throws IOException {
        spill.each(waiting -> {
            switch (waiting) {
                case Waiting.Recovery(var state) -> known.state(state);
                case Waiting.Forgotten(var id) -> known.forget(id);
                case Waiting.Asked(var approval) -> known.approval(approval);
                case Waiting.Alerts(var alerts, var deliveries) ->
                        known.alerts().written(alerts, deliveries);
                case Waiting.Row _, Waiting.Audited _, Waiting.Finished _ -> {}
            }
        });
    }

    private synchronized void lost(Problem problem) {
        if (outage == null) {
            outage = new Outage(clock.instant(), problem, spill.dropped());
            LOG.atError()
                    .addKeyValue("problem", problem.message())
                    .addKeyValue("hint", problem.hint())
                    .log("the store does not answer; watching and healing go on, results wait");
        }
    }

    /// Why the store does not answer.
    synchronized Problem problem() {
        return outage == null ? waitsStill() : outage.problem;
    }

    synchronized boolean gone() {
        return outage != null;
    }

    /// Tries to get the store back, now and then. Called every second.
    ///
    /// @return whether the store answers
    boolean turn() {
        Instant now = clock.instant();
        synchronized (this) {
            if (outage == null) {
                endForgotten(now);
                return true;
            }
            if (!outage.told && Duration.between(outage.since, now).compareTo(GRACE) >= 0) {
                tellOfLoss(outage);
            }
            if (now.isBefore(outage.next) && now.isAfter(outage.since)) {
                return false;
            }
        }
        boolean back = attempt();
        if (!back) {
            later();
        }
        return back;
    }

    private synchronized void later() {
        if (outage != null) {
            Duration twice = outage.pause.multipliedBy(2);
            outage.pause = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
            outage.next = clock.instant().plus(outage.pause);
        }
    }

    private boolean attempt() {
        try {
            Store store = reopened();
            store.verify();
            var replay = new Replay(store);
            while (!back()) {
                List<Waiting> some = spill.oldest();
                replay.bring(some);
                spill.forgetOldest(some.size());
                brought(some.size());
            }
            return true;
        } catch (Problem problem) {
            LOG.atDebug().addKeyValue("problem", problem.message()).log("still no store");
            stillLost(problem);
        } catch (IOException e) {
            LOG.atError().setCause(e).log("what waits for the store cannot be read");
        }
        return false;
    }

    private synchronized void stillLost(Problem problem) {
        if (outage != null) {
            outage.problem = problem;
        }
    }

    private Store reopened() {
        Store store;
        synchronized (this) {
            store = opened;
        }
        if (store == null) {
            store = opener.get();
            synchronized (this) {
                opened = store;
            }
        }
        return store;
    }

    private synchronized void brought(int count) {
        if (outage != null) {
            outage.brought += count;
        }
    }

    /// Ends the outage when nothing waits any more. Whoever adds something while this is decided
    /// adds it before, or finds the store.
    private synchronized boolean back() {
        Outage over = outage;
        if (over == null || spill.count() > 0) {
            return over == null;
        }
        outage = null;
        long dropped = spill.dropped() - over.droppedBefore;
        LOG.atInfo()
                .addKeyValue("brought", over.brought)
                .addKeyValue("dropped", dropped)
                .log("the store answers again");
        if (over.toldOfDropping) {
            notifier.tell(
                    Notice.cleared(
                            clock.instant(),
                            AlertKey.own(AlertRule.STORE_OVERFLOW),
                            "Old results are no longer given up",
                            dropped + " were given up"));
        }
        if (over.told) {
            notifier.tell(
                    Notice.cleared(
                            clock.instant(),
                            AlertKey.own(AlertRule.STORE_GONE),
                            "The store answers again",
                            over.brought
                                    + " results and records that waited were brought in"
                                    + (dropped > 0
                                            ? "; " + dropped + " had been given up before"
                                            : "; nothing was lost")));
        }
        return true;
    }

    /// What an earlier run has told, when it ended before the store came back.
    private void endForgotten(Instant now) {
        for (AlertRule rule : List.of(AlertRule.STORE_OVERFLOW, AlertRule.STORE_GONE)) {
            notifier.clear(Notice.cleared(now, AlertKey.own(rule), "The store answers again", ""));
        }
    }

    private void tellOfLoss(Outage lost) {
        lost.told = true;
        notifier.tell(
                Notice.raised(
                        clock.instant(),
                        AlertKey.own(AlertRule.STORE_GONE),
                        Severity.HIGH,
                        "The store does not answer; watching and healing go on without it",
                        lost.problem.message()
                                + "; "
                                + spill.count()
                                + " results and records wait so far"
                                + (lost.problem.hint().isEmpty()
                                        ? ""
                                        : "; " + lost.problem.hint())));
    }

    private void tellOfDropping(Outage now) {
        if (now.toldOfDropping || spill.dropped() == now.droppedBefore) {
            return;
        }
        now.toldOfDropping = true;
        notifier.tell(
                Notice.raised(
                        clock.instant(),
                        AlertKey.own(AlertRule.STORE_OVERFLOW),
                        Severity.CRITICAL,
                        "The store has been gone for so long that old results are given up",
                        (spill.dropped() - now.droppedBefore)
                                + " of the oldest are lost and more will be; "
                                + spill.count()
                                + " wait"));
    }

    long waiting() {
        return spill.count();
    }

    long waitingBytes() {
        return spill.bytes();
    }

    long dropped() {
        return spill.dropped();
    }

    synchronized @Nullable Store opened() {
        return opened;
    }
}
