package io.caretaker.mongodb;

import io.caretaker.core.check.Metrics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/// A replica set as one of its members sees it. Pure.
///
/// Source: MongoDB Manual, "replSetGetStatus", "Write Concern": a write with `majority` waits for
/// `writeMajorityCount` members that vote and hold data (4.2 to 8.0).
final class ReplicaSet {
    private final Document status;
    private final List<SetMember> members;
    private final @Nullable Instant now;
    private final @Nullable Instant primaryApplied;

    private ReplicaSet(Document status, List<SetMember> members) {
        this.status = status;
        this.members = members;
        this.now = Numbers.moment(status.get("date"));
        this.primaryApplied =
                members.stream()
                        .filter(member -> member.primary() && member.applied() != null)
                        .map(SetMember::applied)
                        .max(Instant::compareTo)
                        .orElse(null);
    }

    /// @param status the reply of `replSetGetStatus`
    /// @param configuration the set's, or null where it is not known
    static ReplicaSet of(Document status, @Nullable Document configuration) {
        List<SetMember> members =
                status.get("members") instanceof List<?> all
                        ? all.stream()
                                .filter(Document.class::isInstance)
                                .map(each -> SetMember.of((Document) each, configuration))
                                .toList()
                        : List.of();
        return new ReplicaSet(status, members);
    }

    Metrics metrics() {
        double lag = lag();
        Metrics.Builder metrics =
                Metrics.builder()
                        .put("replication_lag_s", lag)
                        .put("replication_lag", lag)
                        .put("members", members.size())
                        .put("members_down", count(member -> !member.healthy()))
                        .put("members_astray", count(SetMember::astray))
                        .put("primary_reachable", count(SetMember::primary) > 0 ? 1 : 0)
                        .put("members_missing_for_majority", missing())
                        .put("primary_age_s", primaryAge())
                        .put("heartbeat_age_s", most(member -> member.silence(now)))
                        .put("heartbeat_ping_ms", most(ReplicaSet::ping));
        if (self(SetMember::primary)) {
            metrics.put("replicas", count(SetMember::secondary))
                    .put("majority_lag_s", majorityLag());
        }
        return metrics.build();
    }

    /// The term of the newest election; not a number when it is not told.
    double term() {
        @Nullable Double term = Numbers.at(status, "term");
        return term == null ? Double.NaN : term;
    }

    List<Map<String, @Nullable Object>> rows() {
        return members.stream().map(member -> member.row(primaryApplied, now)).toList();
    }

    /// The worst first; null when all is well.
    @Nullable String notice() {
        var words = new ArrayList<String>();
        if (!members.isEmpty() && count(SetMember::primary) == 0) {
            words.add("the replica set has no primary, so that nobody can write");
        }
        members.stream()
                .filter(member -> member.self() && member.astray())
                .findFirst()
                .ifPresent(self -> words.add("this member is in state " + self.state()));
        names(words, "down", member -> !member.healthy());
        names(words, "not at work", member -> !member.self() && member.astray());
        if (missing() > 0) {
            words.add("writes with w: \"majority\" wait for members that are missing");
        }
        return words.isEmpty() ? null : String.join("; ", words);
    }

    private void names(List<String> words, String what, Predicate<SetMember> of) {
        String names =
                members.stream()
                        .filter(of)
                        .map(member ->
                                member.name()
                                        + (member.healthy() ? " (" + member.state() + ")" : ""))
                        .collect(Collectors.joining(", "));
        if (!names.isEmpty()) {
            words.add("members " + what + ": " + names);
        }
    }

    /// A secondary's own, a primary's of the worst that is not hidden and not behind on purpose.
    private double lag() {
        if (self(SetMember::primary)) {
            return members.stream()
                    .filter(member -> !member.self() && member.judged())
                    .mapToDouble(member -> member.lag(primaryApplied))
                    .filter(Double::isFinite)
                    .max()
                    .orElse(Double.NaN);
        }
        return members.stream()
                .filter(SetMember::self)
                .filter(member -> !member.state().equals("ARBITER"))
                .mapToDouble(member -> member.lag(primaryApplied))
                .findFirst()
                .orElse(Double.NaN);
    }

    private double missing() {
        @Nullable Double needed = Numbers.at(status, "writeMajorityCount");
        if (needed == null) {
            return Double.NaN;
        }
        int there = count(member -> member.votes() && (member.primary() || member.secondary()));
        return Math.max(0, needed - there);
    }

    private double primaryAge() {
        return members.stream()
                .filter(SetMember::primary)
                .map(member -> Numbers.moment(member.status().get("electionDate")))
                .filter(elected -> elected != null && now != null)
                .mapToDouble(elected -> seconds(elected, now))
                .min()
                .orElse(Double.NaN);
    }

    /// How far what a majority has is behind what the primary has.
    private double majorityLag() {
        if (!(status.get("optimes") instanceof Document times)) {
            return Double.NaN;
        }
        @Nullable Instant applied = Numbers.moment(times.get("lastAppliedWallTime"));
        @Nullable Instant committed = Numbers.moment(times.get("lastCommittedWallTime"));
        return applied == null || committed == null || committed.getEpochSecond() <= 0
                ? Double.NaN
                : Math.max(0, seconds(committed, applied));
    }

    private static double ping(SetMember member) {
        @Nullable Double ping = Numbers.at(member.status(), "pingMs");
        return ping == null ? Double.NaN : ping;
    }

    private double most(ToDoubleFunction<SetMember> of) {
        return members.stream()
                .filter(member -> member.healthy() && !member.self())
                .mapToDouble(of)
                .filter(Double::isFinite)
                .max()
                .orElse(Double.NaN);
    }

    private static double seconds(Instant from, @Nullable Instant to) {
        return to == null ? Double.NaN : Duration.between(from, to).toMillis() / 1000.0;
    }

    private boolean self(Predicate<SetMember> is) {
        return members.stream().anyMatch(member -> member.self() && is.test(member));
    }

    private int count(Predicate<SetMember> of) {
        return (int) members.stream().filter(of).count();
    }
}
