package io.caretaker.core.session;

import io.caretaker.core.health.HealthStatus;
import io.caretaker.core.health.Threshold;
import io.caretaker.core.inventory.Care;
import io.caretaker.core.session.CleanupPlan.Spared;
import io.caretaker.core.session.CleanupPlan.Victim;
import io.caretaker.core.session.CleanupPolicy.Limit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Chooses the sessions that do harm, and no others. Pure.
///
/// Blocking comes first, because ending the root of a lock tree sets free all behind it; a session
/// that only waits is never ended for the time it waits. Of idle sessions only as many are ended as
/// the connection limit needs, those idle longest first.
public final class CleanupRules {
    private final SessionSnapshot snapshot;
    private final Care care;
    private final Instant now;
    private final List<LockTree> forest;
    private final Map<Offence, Double> amounts = new EnumMap<>(Offence.class);
    private final List<Victim> victims = new ArrayList<>();
    private final List<Victim> unable = new ArrayList<>();
    private final Map<SessionKey, Spared> spared = new LinkedHashMap<>();
    private final Set<SessionKey> ended = new HashSet<>();

    private CleanupRules(SessionSnapshot snapshot, Care care) {
        this.snapshot = snapshot;
        this.care = care;
        this.now = snapshot.at();
        this.forest = LockForest.of(snapshot);
    }

    public static CleanupPlan plan(SessionSnapshot snapshot, Care care) {
        return new CleanupRules(snapshot, care).plan();
    }

    /// How much of each offence there is, which its threshold judges.
    static Map<Offence, Double> amounts(SessionSnapshot snapshot, Care care) {
        var rules = new CleanupRules(snapshot, care);
        rules.count();
        return Map.copyOf(rules.amounts);
    }

    /// Whether a session still does what it was cancelled for, so that it has to be terminated.
    public static boolean stillGuilty(Victim victim, SessionSnapshot later) {
        @Nullable DatabaseSession session = later.find(victim.session().key()).orElse(null);
        if (session == null) {
            return false;
        }
        return switch (victim.offence()) {
            case BLOCKING ->
                    later.sessions().stream()
                            .anyMatch(other -> stillBlocked(other, session, victim.session()));
            case LONG_QUERY ->
                    session.state() == SessionState.ACTIVE
                            && session.querySince() != null
                            && session.querySince().equals(victim.session().querySince());
            case IDLE_IN_TRANSACTION, IDLE -> true;
        };
    }

    /// A connection that is shared by many clients goes on with the transaction of somebody else,
    /// who is not to blame: what counts is the transaction that was cancelled, or a lock that
    /// outlives transactions.
    private static boolean stillBlocked(
            DatabaseSession waiter, DatabaseSession now, DatabaseSession then) {
        @Nullable Instant transaction = now.transactionSince();
        @Nullable Instant waits = waiter.lockWaitSince();
        return waiter.blockedBy().contains(now.id())
                && (transaction == null
                        || transaction.equals(then.transactionSince())
                        || waits == null
                        || waits.isBefore(transaction));
    }

    private CleanupPlan plan() {
        count();
        forest.forEach(this::judgeRoot);
        byAge().forEach(this::judgeIdleInTransaction);
        byAge().forEach(this::judgeLongQuery);
        judgeIdle();
        return new CleanupPlan(victims, List.copyOf(spared.values()), unable);
    }

    private void count() {
        Limit longQuery = limit(Offence.LONG_QUERY);
        Duration least = min(care.longQuery(), longQuery.after());
        amounts.put(Offence.BLOCKING, count(DatabaseSession::blocked));
        amounts.put(
                Offence.IDLE_IN_TRANSACTION,
                count(session ->
                        session.kind() == SessionKind.CLIENT
                                && session.state().idleInTransaction()));
        amounts.put(
                Offence.LONG_QUERY,
                count(session ->
                        session.kind() == SessionKind.CLIENT
                                && session.state() == SessionState.ACTIVE
                                && reached(session.age(now), least)));
        amounts.put(Offence.IDLE, (double) snapshot.connections());
    }

    private double count(java.util.function.Predicate<DatabaseSession> what) {
        return snapshot.sessions().stream().filter(what).count();
    }

    /// By the waits directly behind it. Whose turn has just come after a long queue has blocked
    /// nobody for long, however long those at the end of the queue have waited.
    private void judgeRoot(LockTree tree) {
        Limit limit = limit(Offence.BLOCKING);
        if (!limit.end() || !reached(tree.longestDirectWait(), limit.after())) {
            return;
        }
        String reason =
                "blocks "
                        + (tree.waiting() == 1 ? "1 session" : tree.waiting() + " sessions")
                        + ", the longest for "
                        + seconds(tree.longestDirectWait());
        if (!tree.alsoBlockedBy().isEmpty()) {
            spare(tree.session(), reason + ", in a deadlock, which the server breaks by itself");
            return;
        }
        if (tree.session().blocked()) {
            String unseen = String.join(", ", blockers(tree.session()));
            spare(tree.session(), reason + ", but waits itself for " + unseen + ", not seen now");
            return;
        }
        judge(tree.session(), Offence.BLOCKING, reason, tree.waiting());
    }

    private void judgeIdleInTransaction(DatabaseSession session) {
        Limit limit = limit(Offence.IDLE_IN_TRANSACTION);
        if (limit.end()
                && session.state().idleInTransaction()
                && reached(session.age(now), limit.after())) {
            String reason = session.state().words() + " for " + seconds(session.age(now));
            judge(session, Offence.IDLE_IN_TRANSACTION, reason, waiting(session));
        }
    }

    private void judgeLongQuery(DatabaseSession session) {
        Limit limit = limit(Offence.LONG_QUERY);
        if (!limit.end()
                || session.state() != SessionState.ACTIVE
                || session.kind() == SessionKind.OWN
                || session.kind() == SessionKind.SYSTEM
                || session.kind() == SessionKind.REPLICATION
                || !reached(session.age(now), limit.after())) {
            return;
        }
        String reason = "its query runs for " + seconds(session.age(now));
        if (session.blocked()) {
            spare(session, reason + ", but only waits for " + String.join(", ", blockers(session)));
            return;
        }
        judge(session, Offence.LONG_QUERY, reason, waiting(session));
    }

    private static List<String> blockers(DatabaseSession session) {
        return session.blockedBy().stream().map(id -> "session " + id).toList();
    }

    /// Only as many as bring the connections below where the warning begins.
    private void judgeIdle() {
        Limit limit = limit(Offence.IDLE);
        if (!limit.end() || objection(Offence.IDLE) != null) {
            return;
        }
        long left = snapshot.connections() - terminated();
        for (DatabaseSession session : byAge()) {
            boolean idle =
                    session.state() == SessionState.IDLE
                            && session.kind() == SessionKind.CLIENT
                            && reached(session.age(now), limit.after());
            if (idle && left >= enough()) {
                int before = victims.size();
                String reason = "idle for " + seconds(session.age(now)) + " with ";
                judge(session, Offence.IDLE, reason + left + " connections", 0);
                left -= victims.size() - before;
            }
        }
    }

    private long terminated() {
        return victims.stream().filter(each -> each.method() == EndMethod.TERMINATE).count();
    }

    private double enough() {
        @Nullable Threshold threshold = care.thresholds().of(Offence.IDLE.metric());
        if (threshold == null) {
            return 0;
        }
        @Nullable Double warning = threshold.warning();
        @Nullable Double critical = threshold.critical();
        return warning != null ? warning : critical != null ? critical : 0;
    }

    /// A session that is spared for one offence may still be ended for another.
    private void judge(DatabaseSession session, Offence offence, String reason, int waiting) {
        if (ended.contains(session.key())) {
            return;
        }
        @Nullable String objection = lasting(session);
        objection = objection != null ? objection : objection(offence);
        if (objection == null && session.endable() != null) {
            ended.add(session.key());
            spared.remove(session.key());
            unable.add(new Victim(session, offence, method(session), reason, waiting));
            return;
        }
        if (objection == null && victims.size() >= care.cleanup().mostPerCycle()) {
            objection =
                    "at most " + care.cleanup().mostPerCycle() + " sessions are ended at a time";
        }
        if (objection != null) {
            spare(session, reason + "; spared: " + objection);
        } else {
            ended.add(session.key());
            spared.remove(session.key());
            victims.add(new Victim(session, offence, method(session), reason, waiting));
        }
    }

    private void spare(DatabaseSession session, String reason) {
        if (!ended.contains(session.key())) {
            spared.putIfAbsent(session.key(), new Spared(session, reason));
        }
    }

    /// Why this session is not ended for any offence.
    private @Nullable String lasting(DatabaseSession session) {
        @Nullable String objection = care.protection().objection(session);
        @Nullable String endable = session.endable();
        if (objection == null && endable == null && session.state() == SessionState.UNKNOWN) {
            return "the server does not tell what it does";
        }
        if (session.kind() == SessionKind.PREPARED && objection != null && endable != null) {
            return objection + "; " + endable;
        }
        return objection;
    }

    /// Cancelling ends a query; what runs none can only be terminated.
    private static EndMethod method(DatabaseSession session) {
        return session.state() == SessionState.ACTIVE ? EndMethod.CANCEL : EndMethod.TERMINATE;
    }

    /// Why nobody is ended for this offence now, however long it lasts.
    private @Nullable String objection(Offence offence) {
        @Nullable Threshold threshold = care.thresholds().of(offence.metric());
        HealthStatus needed = limit(offence).actAt();
        double amount = amounts.getOrDefault(offence, 0.0);
        if (threshold == null || threshold.of(amount).compareTo(needed) >= 0) {
            return null;
        }
        return offence.metric()
                + " is "
                + Math.round(amount)
                + ", and not "
                + (needed == HealthStatus.WARNING ? "yet a warning" : "critical yet");
    }

    private int waiting(DatabaseSession session) {
        return forest.stream()
                .filter(tree -> tree.session().key().equals(session.key()))
                .mapToInt(LockTree::waiting)
                .sum();
    }

    private List<DatabaseSession> byAge() {
        return snapshot.sessions().stream()
                .sorted(
                        Comparator.comparing(
                                (DatabaseSession session) -> session.age(now),
                                Comparator.reverseOrder()))
                .toList();
    }

    private Limit limit(Offence offence) {
        return care.cleanup().limit(offence);
    }

    private static boolean reached(Duration age, Duration limit) {
        return age.compareTo(limit) >= 0;
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    private static String seconds(Duration duration) {
        return duration.toSeconds() + " s";
    }
}
