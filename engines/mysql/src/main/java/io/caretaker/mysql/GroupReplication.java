package io.caretaker.mysql;

import io.caretaker.core.check.Metrics;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a member of a replication group says of itself and of the others. Immutable.
///
/// Source: MySQL Reference Manual 5.7 to 8.4, "The replication_group_members Table" (`MEMBER_ROLE`
/// from 8.0), "The replication_group_member_stats Table" (the applier's queue from 8.0), "Group
/// Replication Server States".
record GroupReplication(Metrics metrics, @Nullable String notice) {
    static final GroupReplication NONE = new GroupReplication(Metrics.NONE, null);
    static final String MEMBERS = "SELECT * FROM performance_schema.replication_group_members";
    static final String STATISTICS =
            "SELECT * FROM performance_schema.replication_group_member_stats";

    /// @param self the server's UUID
    static GroupReplication of(
            @Nullable String self,
            List<Map<String, @Nullable String>> members,
            List<Map<String, @Nullable String>> statistics) {
        Map<String, @Nullable String> own = find(members, self);
        String state = own == null ? "OFFLINE" : text(own, "MEMBER_STATE");
        int known = 0;
        int online = 0;
        int unreachable = 0;
        for (Map<String, @Nullable String> member : members) {
            known += text(member, "MEMBER_ID").isEmpty() ? 0 : 1;
            online += text(member, "MEMBER_STATE").equals("ONLINE") ? 1 : 0;
            unreachable += text(member, "MEMBER_STATE").equals("UNREACHABLE") ? 1 : 0;
        }
        Metrics.Builder metrics = Metrics.builder();
        metrics.put("group_member_online", state.equals("ONLINE") ? 1 : 0);
        metrics.put("group_members", known);
        metrics.put("group_members_online", online);
        metrics.put("group_members_unreachable", unreachable);
        boolean quorum = 2 * unreachable < Math.max(1, known);
        metrics.put("group_quorum", quorum ? 1 : 0);
        if (own != null && !text(own, "MEMBER_ROLE").isEmpty()) {
            metrics.put("group_primary", text(own, "MEMBER_ROLE").equals("PRIMARY") ? 1 : 0);
        }
        Map<String, @Nullable String> queues = find(statistics, self);
        if (queues != null) {
            metrics.put(
                    "group_certification_queue",
                    Numbers.of(queues.get("COUNT_TRANSACTIONS_IN_QUEUE")));
            metrics.put(
                    "group_applier_queue",
                    Numbers.of(queues.get("COUNT_TRANSACTIONS_REMOTE_IN_APPLIER_QUEUE")));
        }
        return new GroupReplication(metrics.build(), notice(state, quorum));
    }

    private static @Nullable String notice(String state, boolean quorum) {
        if (!state.equals("ONLINE")) {
            return "the server is not an active member of its replication group (" + state + ")";
        }
        return quorum
                ? null
                : "most members of the replication group cannot be reached: nothing is written";
    }

    private static @Nullable Map<String, @Nullable String> find(
            List<Map<String, @Nullable String>> rows, @Nullable String member) {
        for (Map<String, @Nullable String> row : rows) {
            if (Objects.equals(row.get("MEMBER_ID"), member)) {
                return row;
            }
        }
        return null;
    }

    private static String text(Map<String, @Nullable String> row, String name) {
        return Objects.requireNonNullElse(row.get(name), "");
    }
}
