package io.caretaker.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What nodes of clusters say, and what it means.
final class ClustersTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void a_server_without_a_provider_is_no_node() {
        assertThat(
                        Galera.of(
                                Map.of(
                                        "wsrep_cluster_status",
                                        "Disconnected",
                                        "wsrep_ready",
                                        "OFF"),
                                new Counters()))
                .isEqualTo(Galera.NONE);
    }

    @Test
    void a_node_that_is_well_tells_its_cluster_and_how_long_it_was_held_back() {
        var counters = new Counters();
        counters.round(100, 0);
        Galera.of(node("Primary", "ON", "4", "1000000000"), counters);
        counters.round(110, 10 * SECOND);

        Galera galera = Galera.of(node("Primary", "ON", "4", "3500000000"), counters);

        assertThat(galera.notice()).isNull();
        assertThat(galera.metrics().values())
                .containsEntry("galera_cluster_size", 3.0)
                .containsEntry("galera_primary", 1.0)
                .containsEntry("galera_ready", 1.0)
                .containsEntry("galera_synced", 1.0)
                .containsEntry("galera_flow_control_percent", 25.0)
                .containsEntry("galera_conflicts_per_second", 0.0);
    }

    @Test
    void a_node_that_lost_its_cluster_and_one_that_is_a_donor_are_told_apart() {
        Galera alone = Galera.of(node("non-Primary", "OFF", "0", "0"), new Counters());
        assertThat(alone.notice())
                .isEqualTo("the Galera node is not in the primary component (non-Primary)");
        assertThat(alone.metrics().values()).containsEntry("galera_primary", 0.0);

        Galera donor = Galera.of(node("Primary", "ON", "2", "0"), new Counters());
        assertThat(donor.notice()).isNull();
        assertThat(donor.metrics().values())
                .containsEntry("galera_donor", 1.0)
                .containsEntry("galera_synced", 0.0);
    }

    private static Map<String, String> node(
            String cluster, String ready, String state, String paused) {
        var node = new HashMap<String, String>();
        node.put("wsrep_provider_name", "Galera");
        node.put("wsrep_cluster_status", cluster);
        node.put("wsrep_cluster_size", "3");
        node.put("wsrep_ready", ready);
        node.put("wsrep_local_state", state);
        node.put("wsrep_local_recv_queue", "0");
        node.put("wsrep_local_cert_failures", "4");
        node.put("wsrep_local_bf_aborts", "1");
        node.put("wsrep_flow_control_paused_ns", paused);
        return node;
    }

    @Test
    void a_member_tells_its_role_its_queues_and_who_is_there() {
        GroupReplication group =
                GroupReplication.of(
                        "a",
                        List.of(
                                member("a", "ONLINE", "SECONDARY"),
                                member("b", "ONLINE", "PRIMARY"),
                                member("c", "UNREACHABLE", "SECONDARY")),
                        List.of(
                                ReplicationTest.row(
                                        "MEMBER_ID", "a",
                                        "COUNT_TRANSACTIONS_IN_QUEUE", "3",
                                        "COUNT_TRANSACTIONS_REMOTE_IN_APPLIER_QUEUE", "42")));

        assertThat(group.notice()).isNull();
        assertThat(group.metrics().values())
                .containsEntry("group_member_online", 1.0)
                .containsEntry("group_members", 3.0)
                .containsEntry("group_members_online", 2.0)
                .containsEntry("group_members_unreachable", 1.0)
                .containsEntry("group_quorum", 1.0)
                .containsEntry("group_primary", 0.0)
                .containsEntry("group_certification_queue", 3.0)
                .containsEntry("group_applier_queue", 42.0);
    }

    @Test
    void a_member_without_a_majority_and_one_that_was_expelled_say_so() {
        GroupReplication minority =
                GroupReplication.of(
                        "a",
                        List.of(
                                member("a", "ONLINE", "PRIMARY"),
                                member("b", "UNREACHABLE", "SECONDARY"),
                                member("c", "UNREACHABLE", "SECONDARY")),
                        List.of());
        assertThat(minority.metrics().get("group_quorum")).isEqualTo(0.0);
        assertThat(minority.notice()).contains("nothing is written");

        GroupReplication expelled =
                GroupReplication.of("a", List.of(member("a", "ERROR", "")), List.of());
        assertThat(expelled.metrics().get("group_member_online")).isEqualTo(0.0);
        assertThat(expelled.notice()).endsWith("(ERROR)");

        // 5.7 has no roles, and a member that never joined has no name.
        GroupReplication never =
                GroupReplication.of("a", List.of(member("", "OFFLINE", "")), List.of());
        assertThat(never.metrics().values())
                .containsEntry("group_members", 0.0)
                .doesNotContainKey("group_primary");
    }

    private static Map<String, @Nullable String> member(String id, String state, String role) {
        return ReplicationTest.row("MEMBER_ID", id, "MEMBER_STATE", state, "MEMBER_ROLE", role);
    }
}
