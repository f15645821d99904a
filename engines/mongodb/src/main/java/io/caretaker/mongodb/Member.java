package io.caretaker.mongodb;

import io.caretaker.core.check.Metrics;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/// What a server's `hello` says of its place in a replica set. Immutable.
///
/// Source: MongoDB Manual, "hello", "replSetGetStatus" (4.2 to 8.0).
record Member(@Nullable String set, Role role, boolean primaryKnown) {

    enum Role {
        /// In no replica set, or a router.
        ALONE,
        PRIMARY,
        SECONDARY,
        ARBITER,
        /// Starting, recovering, rolling back, or removed from the set.
        NEITHER
    }

    static Member of(Document hello) {
        String set = hello.getString("setName");
        boolean waiting = hello.getBoolean("isreplicaset", false);
        return new Member(
                set,
                set == null && !waiting ? Role.ALONE : role(hello),
                hello.get("primary") != null);
    }

    private static Role role(Document hello) {
        if (hello.getBoolean("isWritablePrimary", hello.getBoolean("ismaster", false))) {
            return Role.PRIMARY;
        }
        if (hello.getBoolean("secondary", false)) {
            return Role.SECONDARY;
        }
        return hello.getBoolean("arbiterOnly", false) ? Role.ARBITER : Role.NEITHER;
    }

    Metrics metrics() {
        return role == Role.ALONE
                ? Metrics.NONE
                : Metrics.builder()
                        .put("replication_primary", role == Role.PRIMARY ? 1 : 0)
                        .build();
    }

    @Nullable String notice() {
        if (role == Role.NEITHER) {
            return "the member is neither primary nor secondary: starting, recovering, or not in the"
                    + " set";
        }
        return role != Role.ALONE && !primaryKnown ? "the replica set has no primary" : null;
    }

    /// How far a secondary is behind its primary, from `replSetGetStatus`; none where no primary is
    /// seen.
    static Metrics lag(Document status) {
        List<Document> members = status.getList("members", Document.class, List.of());
        Instant primary =
                members.stream()
                        .filter(member -> "PRIMARY".equals(member.getString("stateStr")))
                        .flatMap(Member::applied)
                        .max(Comparator.naturalOrder())
                        .orElse(null);
        Instant self =
                members.stream()
                        .filter(member -> member.getBoolean("self", false))
                        .flatMap(Member::applied)
                        .findFirst()
                        .orElse(null);
        if (primary == null || self == null) {
            return Metrics.NONE;
        }
        double seconds = Duration.between(self, primary).toMillis() / 1000.0;
        return Metrics.builder().put("replication_lag", Math.max(0, seconds)).build();
    }

    private static Stream<Instant> applied(Document member) {
        return Stream.ofNullable(member.getDate("optimeDate")).map(Date::toInstant);
    }
}
