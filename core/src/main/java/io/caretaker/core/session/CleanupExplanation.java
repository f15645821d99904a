package io.caretaker.core.session;

import io.caretaker.core.health.HealthStatus;
import io.caretaker.core.health.Threshold;
import io.caretaker.core.inventory.Care;
import io.caretaker.core.session.CleanupPlan.Spared;
import io.caretaker.core.session.CleanupPlan.Victim;
import io.caretaker.core.session.CleanupPolicy.Limit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Says why a clean-up ends what it ends and leaves the rest alone: the rules with their amounts,
/// and each session that was looked at. Pure.
///
/// @param rules one sentence for each offence
/// @param sessions every session, in the snapshot's order
public record CleanupExplanation(List<String> rules, List<Verdict> sessions) {
    public CleanupExplanation {
        rules = List.copyOf(rules);
        sessions = List.copyOf(sessions);
    }

    /// What was decided about one session.
    public record Verdict(DatabaseSession session, Kind kind, String reason) {}

    /// What a decision comes to.
    public enum Kind {
        END,
        SPARE,
        /// It did nothing that it could be ended for.
        KEEP
    }

    public static CleanupExplanation of(SessionSnapshot snapshot, Care care) {
        CleanupPlan plan = CleanupRules.plan(snapshot, care);
        var victims = new HashMap<SessionKey, Victim>();
        plan.victims().forEach(each -> victims.put(each.session().key(), each));
        var spared = new HashMap<SessionKey, Spared>();
        plan.spared().forEach(each -> spared.put(each.session().key(), each));
        var unable = new HashMap<SessionKey, Victim>();
        plan.unable().forEach(each -> unable.put(each.session().key(), each));
        var verdicts = new ArrayList<Verdict>();
        for (DatabaseSession session : snapshot.sessions()) {
            Victim victim = victims.get(session.key());
            Spared left = spared.get(session.key());
            Victim kept = unable.get(session.key());
            if (victim != null) {
                verdicts.add(new Verdict(session, Kind.END, how(victim)));
            } else if (kept != null) {
                String reason =
                        kept.reason() + "; it cannot be ended: " + CleanupPlan.obstacle(kept);
                verdicts.add(new Verdict(session, Kind.SPARE, reason));
            } else if (left != null) {
                verdicts.add(new Verdict(session, Kind.SPARE, left.reason()));
            } else {
                String reason = innocence(session, care, snapshot.at());
                verdicts.add(new Verdict(session, Kind.KEEP, reason));
            }
        }
        return new CleanupExplanation(rules(CleanupRules.amounts(snapshot, care), care), verdicts);
    }

    private static String how(Victim victim) {
        return switch (victim.method()) {
            case CANCEL ->
                    victim.reason() + "; its query is cancelled first, then it is terminated";
            case TERMINATE -> victim.reason() + "; it runs no query, so it is terminated";
        };
    }

    private static String innocence(DatabaseSession session, Care care, Instant now) {
        if (session.kind() != SessionKind.CLIENT) {
            return session.kind().words();
        }
        String seconds = " for " + session.age(now).toSeconds() + " s";
        return switch (session.state()) {
            case ACTIVE ->
                    "its query runs"
                            + seconds
                            + limit(care, Offence.LONG_QUERY)
                            + (session.blocked() ? ", waiting" : "");
            case IDLE -> "idle" + seconds + limit(care, Offence.IDLE);
            case IDLE_IN_TRANSACTION, IDLE_IN_ABORTED_TRANSACTION ->
                    session.state().words() + seconds + limit(care, Offence.IDLE_IN_TRANSACTION);
            case UNKNOWN -> "its state cannot be seen";
        };
    }

    private static String limit(Care care, Offence offence) {
        Limit limit = care.cleanup().limit(offence);
        return limit.end()
                ? " (limit " + limit.after().toSeconds() + " s)"
                : " (never ended for that)";
    }

    private static List<String> rules(Map<Offence, Double> amounts, Care care) {
        var rules = new ArrayList<String>();
        for (Offence offence : Offence.values()) {
            double amount = amounts.getOrDefault(offence, 0.0);
            rules.add(rule(offence, care, Math.round(amount)));
        }
        return rules;
    }

    private static String rule(Offence offence, Care care, long amount) {
        Limit limit = care.cleanup().limit(offence);
        String now = offence.metric() + " is " + amount;
        if (!limit.end()) {
            return offence.label() + ": nobody is ended for it (" + now + ")";
        }
        return offence.label()
                + ": after "
                + limit.after().toSeconds()
                + " s"
                + from(care.thresholds().of(offence.metric()), limit.actAt())
                + "; "
                + now;
    }

    private static String from(@Nullable Threshold threshold, HealthStatus actAt) {
        if (threshold == null) {
            return "";
        }
        @Nullable Double least =
                actAt == HealthStatus.WARNING ? threshold.warning() : threshold.critical();
        String word = actAt == HealthStatus.WARNING ? "a warning" : "critical";
        return ", once it is " + word + (least == null ? "" : " (" + Math.round(least) + ")");
    }
}
