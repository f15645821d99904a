package io.caretaker.mongodb;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/// One member of a replica set as another (or itself) sees it. Immutable.
///
/// Source: MongoDB Manual, "replSetGetStatus", "Replica Set Configuration", "Replica Set Member
/// States" (4.2 to 8.0).
///
/// @param applied up to when it has applied the primary's writes; null when nothing is known of it
/// @param delay seconds that it stays behind on purpose
/// @param hidden whether it is for other purposes than reads
/// @param votes whether it votes
/// @param configured whether the set's configuration was known
record SetMember(
        String name,
        String state,
        boolean healthy,
        boolean self,
        @Nullable Instant applied,
        double delay,
        boolean hidden,
        boolean votes,
        boolean configured,
        Document status) {
    private static final Set<String> AT_WORK = Set.of("PRIMARY", "SECONDARY", "ARBITER");

    /// @param configuration of the set, or null where it is not known
    static SetMember of(Document status, @Nullable Document configuration) {
        @Nullable Document settings = settings(status, configuration);
        boolean self = Boolean.TRUE.equals(status.get("self"));
        @Nullable Double health = Numbers.at(status, "health");
        @Nullable Instant applied = Numbers.moment(status.get("optimeDate"));
        return new SetMember(
                String.valueOf(status.get("name")),
                String.valueOf(status.get("stateStr")),
                self || (health != null && health > 0),
                self,
                applied == null || applied.getEpochSecond() <= 0 ? null : applied,
                delay(settings),
                settings != null && Boolean.TRUE.equals(settings.get("hidden")),
                !Double.valueOf(0).equals(Numbers.at(settings, "votes")),
                settings != null,
                status);
    }

    private static @Nullable Document settings(Document status, @Nullable Document configuration) {
        if (configuration == null || !(configuration.get("members") instanceof List<?> members)) {
            return null;
        }
        @Nullable Double id = Numbers.at(status, "_id");
        return members.stream()
                .filter(Document.class::isInstance)
                .map(Document.class::cast)
                .filter(member -> id != null && id.equals(Numbers.at(member, "_id")))
                .findFirst()
                .orElse(null);
    }

    /// `slaveDelay` up to 4.4.
    private static double delay(@Nullable Document settings) {
        @Nullable Double seconds = Numbers.at(settings, "secondaryDelaySecs");
        seconds = seconds == null ? Numbers.at(settings, "slaveDelay") : seconds;
        return seconds == null ? 0 : seconds;
    }

    boolean primary() {
        return healthy && state.equals("PRIMARY");
    }

    boolean secondary() {
        return healthy && state.equals("SECONDARY");
    }

    /// Reachable, and yet neither primary nor secondary nor arbiter.
    boolean astray() {
        return healthy && !AT_WORK.contains(state);
    }

    /// Whether its being behind is a lag: data that reads should see and that it is late with.
    boolean judged() {
        return healthy && applied != null && !hidden && delay == 0 && !state.equals("ARBITER");
    }

    /// Seconds behind the primary, without what it is behind on purpose; not a number when that is
    /// not known.
    double lag(@Nullable Instant primary) {
        return primary == null || applied == null
                ? Double.NaN
                : Math.max(0, Duration.between(applied, primary).toMillis() / 1000.0 - delay);
    }

    /// Seconds since its last sign of life reached the server that tells of it.
    double silence(@Nullable Instant now) {
        @Nullable Instant heard = Numbers.moment(status.get("lastHeartbeatRecv"));
        return now == null || heard == null || heard.getEpochSecond() <= 0
                ? Double.NaN
                : Math.max(0, Duration.between(heard, now).toMillis() / 1000.0);
    }

    Map<String, @Nullable Object> row(@Nullable Instant primary, @Nullable Instant now) {
        var row = new LinkedHashMap<String, @Nullable Object>();
        row.put("member", name);
        row.put("state", healthy ? state : "DOWN");
        row.put("lag_s", primary() ? null : finite(lag(primary)));
        row.put("delay_s", configured ? delay : null);
        row.put("hidden", configured ? hidden : null);
        row.put("votes", configured ? votes : null);
        row.put("heartbeat_age_s", self ? null : finite(silence(now)));
        row.put("ping_ms", Numbers.at(status, "pingMs"));
        row.put("uptime_s", healthy ? Numbers.at(status, "uptime") : null);
        row.put("syncs_from", text("syncSourceHost"));
        row.put("message", text(healthy ? "infoMessage" : "lastHeartbeatMessage"));
        return row;
    }

    private @Nullable String text(String field) {
        return status.get(field) instanceof String text && !text.isBlank() ? text : null;
    }

    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
