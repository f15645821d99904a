package io.caretaker.server.care;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Ticker;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.session.CleanupPlan;
import io.caretaker.core.session.CleanupPlan.Victim;
import io.caretaker.core.session.CleanupReport;
import io.caretaker.core.session.CleanupReport.Ended;
import io.caretaker.core.session.CleanupReport.Failed;
import io.caretaker.core.session.DatabaseSessions;
import io.caretaker.core.session.EmergencyRules;
import io.caretaker.core.session.EndMethod;
import io.caretaker.core.session.EndReply;
import io.caretaker.core.session.SessionKey;
import io.caretaker.core.session.SessionSnapshot;
import io.caretaker.core.session.SessionsReply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Ends all sessions that are not essential, looks again, and goes on until none is left, as long
/// as that makes sense. One use.
final class SessionEnding {
    private static final int MOST_ROUNDS = 10;
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final Duration LONGEST_EACH = Duration.ofSeconds(10);

    private final DatabaseSessions sessions;
    private final DatabaseTarget target;
    private final Service service;
    private final boolean locked;
    private final Consumer<Ended> listener;
    private final Ticker ticker;
    private final Map<SessionKey, Ended> ended = new LinkedHashMap<>();
    private final Map<SessionKey, Failed> failed = new LinkedHashMap<>();

    /// @param locked whether nobody comes in any more; else whoever has come since the first look
    ///   is let be
    SessionEnding(
            DatabaseSessions sessions,
            DatabaseTarget target,
            Service service,
            boolean locked,
            Consumer<Ended> listener,
            Ticker ticker) {
        this.sessions = sessions;
        this.target = target;
        this.service = service;
        this.locked = locked;
        this.listener = listener;
        this.ticker = ticker;
    }

    CleanupReport endAll(EmergencyPlan first) throws InterruptedException {
        Deadline limit = Deadline.after(LONGEST, ticker);
        Set<SessionKey> known =
                first.snapshot().sessions().stream()
                        .map(session -> session.key())
                        .collect(Collectors.toSet());
        CleanupPlan plan = first.sessions();
        List<String> notes = new ArrayList<>(first.snapshot().notes());
        for (int round = 0; round < MOST_ROUNDS && !limit.expired(); round++) {
            List<Victim> left = left(plan, known);
            if (left.isEmpty()) {
                break;
            }
            for (Victim victim : left) {
                end(victim, limit);
            }
            SessionSnapshot now;
            try {
                now = look(limit);
            } catch (Problem problem) {
                // What was done has to be told all the same, and above all a lockdown.
                notes.add(problem.message() + "; whether sessions are left is not known");
                plan = new CleanupPlan(List.of(), List.of(), List.of());
                break;
            }
            settleGone(now);
            plan = EmergencyRules.plan(now, service.careInForce().protection());
        }
        long anew =
                plan.victims().stream()
                        .filter(victim -> !known.contains(victim.session().key()))
                        .count();
        if (anew > 0) {
            notes.add(
                    (anew == 1 ? "1 session has" : anew + " sessions have")
                            + " come in meanwhile"
                            + (locked ? "" : "; --lockdown refuses them"));
        }
        return new CleanupReport(
                false,
                first.snapshot().at(),
                first.fingerprint(),
                List.copyOf(ended.values()),
                first.sessions().spared(),
                Stream.concat(Cleanup.unable(first.sessions()), failed.values().stream()).toList(),
                notes);
    }

    /// One that would not go, and is gone by now.
    private void settleGone(SessionSnapshot now) {
        for (Failed each : List.copyOf(failed.values())) {
            SessionKey key = each.victim().session().key();
            if (now.find(key).isEmpty()) {
                failed.remove(key);
                ended(new Ended(each.victim(), "terminated", Duration.ZERO));
            }
        }
    }

    /// Those not known to be impossible to end.
    private List<Victim> left(CleanupPlan plan, Set<SessionKey> known) {
        return plan.victims().stream()
                .filter(victim -> locked || known.contains(victim.session().key()))
                .filter(victim -> {
                    Failed before = failed.get(victim.session().key());
                    return before == null || before.hint().isEmpty();
                })
                .toList();
    }

    private void ended(Ended now) {
        if (ended.put(now.victim().session().key(), now) == null) {
            listener.accept(now);
        }
    }

    private SessionSnapshot look(Deadline limit) throws InterruptedException {
        return switch (sessions.look(target, limit.within(LONGEST_EACH))) {
            case SessionsReply.Seen(SessionSnapshot snapshot) -> snapshot;
            case SessionsReply.Unseen(DatabaseReply why) -> throw unseen(why);
        };
    }

    static Problem unseen(DatabaseReply why) {
        return switch (why) {
            case DatabaseReply.Refused refused ->
                    new Problem(
                            ProblemCode.UNREACHABLE,
                            "its sessions cannot be seen: "
                                    + refused.message()
                                    + (refused.details() == null
                                            ? ""
                                            : " (" + refused.details() + ")"),
                            "`caretaker check` tells more");
            case DatabaseReply.Unknown unknown ->
                    new Problem(
                            ProblemCode.UNREACHABLE,
                            "its sessions cannot be seen: " + unknown.message(),
                            "`caretaker check` tells more");
            case DatabaseReply.Reached _ -> throw new IllegalArgumentException("it was seen");
        };
    }

    private void end(Victim victim, Deadline limit) throws InterruptedException {
        SessionKey key = victim.session().key();
        long began = ticker.nanos();
        EndReply reply =
                sessions.end(target, key, null, EndMethod.TERMINATE, limit.within(LONGEST_EACH));
        Duration took = Duration.ofNanos(ticker.nanos() - began);
        failed.remove(key);
        switch (reply) {
            case EndReply.Done _ -> ended(new Ended(victim, "terminated", took));
            case EndReply.Gone _ -> ended(new Ended(victim, "ended by itself", took));
            case EndReply.Denied denied ->
                    failed.put(key, new Failed(victim, denied.message(), denied.hint()));
            case EndReply.StillThere there ->
                    failed.put(key, new Failed(victim, there.message(), ""));
            case EndReply.Failed failure ->
                    failed.put(key, new Failed(victim, failure.message(), ""));
        }
    }
}
