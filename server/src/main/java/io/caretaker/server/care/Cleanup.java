package io.caretaker.server.care;

import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.audit.AuditLog;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Ticker;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.inventory.Care;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.session.CleanupPlan;
import io.caretaker.core.session.CleanupPlan.Spared;
import io.caretaker.core.session.CleanupPlan.Victim;
import io.caretaker.core.session.CleanupReport;
import io.caretaker.core.session.CleanupReport.Ended;
import io.caretaker.core.session.CleanupReport.Failed;
import io.caretaker.core.session.CleanupRules;
import io.caretaker.core.session.DatabaseSession;
import io.caretaker.core.session.DatabaseSessions;
import io.caretaker.core.session.EndMethod;
import io.caretaker.core.session.EndReply;
import io.caretaker.core.session.SessionSnapshot;
import io.caretaker.core.session.SessionsReply;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One clean-up: looks, decides by [CleanupRules], ends, and writes down what was done.
///
/// What runs a query is cancelled first and terminated only when it goes on after the time of
/// grace. The audit log names all victims before the first is touched, so that a caretaker that is
/// killed half-way leaves no session ended that is not written down. Thread-safe.
public final class Cleanup {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
    private static final Duration ONE_END = Duration.ofSeconds(10);

    private final DatabaseSessions sessions;
    private final AuditLog audit;
    private final InstantSource clock;
    private final Ticker ticker;

    public Cleanup(DatabaseSessions sessions, AuditLog audit, InstantSource clock, Ticker ticker) {
        this.sessions = sessions;
        this.audit = audit;
        this.clock = clock;
        this.ticker = ticker;
    }

    /// What is to be cleaned up.
    ///
    /// @param target the server as it is reached from here
    /// @param care the service's own, or what a person made of it for this time
    /// @param dryRun only say what would be done
    /// @param actor who wants it, for the audit log
    public record Order(
            Service service, DatabaseTarget target, Care care, boolean dryRun, String actor) {}

    /// Does it once.
    ///
    /// @param deadline by which the server must have said who is there; ending takes the time of
    ///   grace and ten seconds for each session at most besides
    /// @throws io.caretaker.core.problem.Problem `UNREACHABLE` or `DENIED` when the server does not
    ///   show its sessions; then nothing was done
    public CleanupReport run(Order order, Deadline deadline) throws InterruptedException {
        SessionSnapshot snapshot = SessionLook.at(sessions, order.target(), deadline);
        CleanupPlan plan = CleanupRules.plan(snapshot, order.care());
        if (order.dryRun()) {
            return planned(snapshot, plan);
        }
        var work = new Work(order, snapshot.at());
        if (!plan.victims().isEmpty()) {
            work.announce(plan.victims());
            work.end(plan.victims());
            work.finish();
        }
        return new CleanupReport(
                false,
                snapshot.at(),
                snapshot.fingerprint(),
                work.ended,
                Stream.concat(plan.spared().stream(), work.spared.stream()).toList(),
                Stream.concat(unable(plan), work.failed.stream()).toList(),
                snapshot.notes());
    }

    private static CleanupReport planned(SessionSnapshot snapshot, CleanupPlan plan) {
        List<Ended> wouldEnd =
                plan.victims().stream()
                        .map(victim ->
                                new Ended(
                                        victim,
                                        victim.method() == EndMethod.CANCEL
                                                ? "cancel"
                                                : "terminate",
                                        Duration.ZERO))
                        .toList();
        return new CleanupReport(
                true,
                snapshot.at(),
                snapshot.fingerprint(),
                wouldEnd,
                plan.spared(),
                unable(plan).toList(),
                snapshot.notes());
    }

    /// What the account may not end is told with each clean-up, and tried by none.
    public static Stream<Failed> unable(CleanupPlan plan) {
        return plan.unable().stream()
                .map(victim ->
                        new Failed(
                                victim,
                                "caretaker's account may not end it",
                                CleanupPlan.obstacle(victim)));
    }

    /// A clean-up under way.
    private final class Work {
        private final Order order;
        private final Instant seen;
        private final List<Ended> ended = new ArrayList<>();
        private final List<Failed> failed = new ArrayList<>();
        private final List<Spared> spared = new ArrayList<>();
        private final List<Cancelled> cancelled = new ArrayList<>();

        /// @param seen when, by the server's clock
        private Work(Order order, Instant seen) {
            this.order = order;
            this.seen = seen;
        }

        private record Cancelled(Victim victim, long sinceNanos) {}

        private void announce(List<Victim> victims) {
            String ids = String.join(", ", victims.stream().map(v -> v.session().id()).toList());
            audit.append(
                    AuditEntry.of(
                            clock.instant(),
                            order.actor(),
                            "session.cleanup",
                            order.service().id().value(),
                            true,
                            "begins to end " + victims.size() + " of the sessions: " + ids));
        }

        private void end(List<Victim> victims) throws InterruptedException {
            for (Victim victim : victims) {
                long began = ticker.nanos();
                Instant unchanged = victim.session().stateSince();
                EndReply reply = ask(victim, unchanged, victim.method());
                if (reply instanceof EndReply.Done && victim.method() == EndMethod.CANCEL) {
                    cancelled.add(new Cancelled(victim, began));
                } else {
                    settle(victim, reply, "terminated", began);
                }
            }
        }

        /// Waits until what was cancelled has stopped; terminates what has not after the time of
        /// grace.
        private void finish() throws InterruptedException {
            var open = new ArrayList<>(cancelled);
            long began = ticker.nanos();
            long grace = order.care().cleanup().grace().toNanos();
            while (!open.isEmpty()) {
                SessionSnapshot now = later();
                if (now == null) {
                    open.forEach(this::notSeen);
                    return;
                }
                open.removeIf(each -> stopped(each, now));
                boolean over = ticker.nanos() - began >= grace;
                if (over) {
                    for (Cancelled each : open) {
                        terminate(each, now);
                    }
                    return;
                }
                if (!open.isEmpty()) {
                    Thread.sleep(LOOK_AGAIN);
                }
            }
        }

        private @Nullable SessionSnapshot later() throws InterruptedException {
            SessionsReply reply = sessions.look(order.target(), Deadline.after(ONE_END, ticker));
            return reply instanceof SessionsReply.Seen seen ? seen.snapshot() : null;
        }

        private boolean stopped(Cancelled each, SessionSnapshot now) {
            if (CleanupRules.stillGuilty(each.victim(), now)) {
                return false;
            }
            done(each.victim(), "cancelled", each.sinceNanos());
            return true;
        }

        private void terminate(Cancelled each, SessionSnapshot now) throws InterruptedException {
            Victim victim = each.victim();
            @Nullable Instant unchanged =
                    now.find(victim.session().key())
                            .map(DatabaseSession::stateSince)
                            .orElse(victim.session().stateSince());
            EndReply reply = ask(victim, unchanged, EndMethod.TERMINATE);
            if (!(reply instanceof EndReply.Gone)) {
                settle(victim, reply, "terminated after cancelling", each.sinceNanos());
                return;
            }
            SessionSnapshot last = later();
            if (last == null) {
                notSeen(each);
            } else if (!stopped(each, last)) {
                failed(victim, "it was cancelled, and goes on with something else by now", "");
            }
        }

        /// It is over, or it is there and does something else than when it was looked at: then
        /// nothing was done to it, and nothing is claimed.
        private void missed(Victim victim, long sinceNanos) throws InterruptedException {
            SessionSnapshot now = later();
            if (now == null) {
                failed(
                        victim,
                        "it was not ended as it was seen; whether it is over the server no"
                                + " longer says",
                        "");
            } else if (now.find(victim.session().key()).isEmpty()) {
                done(victim, "ended by itself", sinceNanos);
            } else {
                String reason = victim.reason() + "; spared: it does something else by now";
                spared.add(new Spared(victim.session(), reason));
                audit.append(
                        SessionAudit.spared(
                                clock.instant(),
                                order.actor(),
                                order.service().id().value(),
                                victim,
                                seen));
            }
        }

        private void notSeen(Cancelled each) {
            failed(
                    each.victim(),
                    "it was cancelled, but the server no longer says whether it stopped",
                    "");
        }

        private EndReply ask(Victim victim, @Nullable Instant unchanged, EndMethod method)
                throws InterruptedException {
            return sessions.end(
                    order.target(),
                    victim.session().key(),
                    unchanged,
                    method,
                    Deadline.after(ONE_END, ticker));
        }

        private void settle(Victim victim, EndReply reply, String how, long sinceNanos)
                throws InterruptedException {
            switch (reply) {
                case EndReply.Done _ -> done(victim, how, sinceNanos);
                case EndReply.Gone _ -> missed(victim, sinceNanos);
                case EndReply.Denied denied -> failed(victim, denied.message(), denied.hint());
                case EndReply.StillThere still -> failed(victim, still.message(), "");
                case EndReply.Failed other -> failed(victim, other.message(), "");
            }
        }

        private void done(Victim victim, String how, long sinceNanos) {
            Duration took = Duration.ofNanos(ticker.nanos() - sinceNanos);
            ended.add(new Ended(victim, how, took));
            audit.append(
                    SessionAudit.ended(
                            clock.instant(),
                            order.actor(),
                            order.service().id().value(),
                            victim,
                            seen,
                            how,
                            took));
        }

        private void failed(Victim victim, String message, String hint) {
            failed.add(new Failed(victim, message, hint));
            audit.append(
                    SessionAudit.failed(
                            clock.instant(),
                            order.actor(),
                            order.service().id().value(),
                            victim,
                            seen,
                            message));
        }
    }
}
