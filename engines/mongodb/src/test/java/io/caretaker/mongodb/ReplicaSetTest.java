package io.caretaker.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.check.Metrics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What is made of `replSetGetStatus`, from recorded replies and from changed ones.
final class ReplicaSetTest {
    private static final Instant NOW = Instant.parse("2026-01-15T10:00:00Z");

    @Test
    void a_recorded_set_in_good_order_has_nothing_to_say() {
        ReplicaSet set =
                ReplicaSet.of(Recorded.reply("replSetGetStatus-6.0.9"), configuration("6.0.9"));
        Metrics metrics = set.metrics();

        assertThat(set.notice()).isNull();
        assertThat(set.term()).isEqualTo(2.0);
        assertThat(metrics.get("replication_lag_s")).isZero();
        assertThat(metrics.get("members")).isEqualTo(3.0);
        assertThat(metrics.get("replicas")).isEqualTo(2.0);
        assertThat(metrics.get("members_down")).isZero();
        assertThat(metrics.get("members_missing_for_majority")).isZero();
        assertThat(metrics.get("primary_reachable")).isEqualTo(1.0);
        assertThat(metrics.get("primary_age_s")).isEqualTo(1835.364);
        assertThat(metrics.get("heartbeat_age_s")).isEqualTo(1.198);
        assertThat(metrics.get("majority_lag_s")).isZero();
        assertThat(set.rows()).hasSize(3);
        assertThat(set.rows().getFirst())
                .containsEntry("state", "SECONDARY")
                .containsEntry("votes", true)
                .containsEntry("syncs_from", "atlas-b5vr7t-shard-00-01.mns8wfq.mongodb.net:27017");
    }

    @Test
    void dates_that_came_as_text_are_read_too() {
        Metrics metrics = ReplicaSet.of(Recorded.reply("replSetGetStatus-4.2.8"), null).metrics();

        assertThat(metrics.get("replication_lag_s")).isZero();
        assertThat(metrics.get("primary_age_s")).isEqualTo(9126.0);
        assertThat(metrics.get("heartbeat_age_s")).isEqualTo(1.747);
        assertThat(metrics.get("members_missing_for_majority")).isZero();
    }

    @Test
    void the_primary_tells_the_lag_of_its_worst_member() {
        assertThat(lag(status(primary(), secondary(1, 4), secondary(2, 9)), null)).isEqualTo(9.0);
    }

    @Test
    void a_secondary_tells_its_own_lag() {
        Document self = secondary(1, 4).append("self", true);
        Document primary = primary();
        primary.remove("self");

        assertThat(lag(status(primary, self, secondary(2, 90)), null)).isEqualTo(4.0);
    }

    @Test
    void who_is_hidden_or_late_on_purpose_is_no_lag() {
        Document status = status(primary(), secondary(1, 3605), secondary(2, 90), secondary(3, 2));
        var configuration =
                new Document(
                        "members",
                        List.of(
                                new Document("_id", 0),
                                new Document("_id", 1)
                                        .append("hidden", true)
                                        .append("secondaryDelaySecs", 3600L),
                                new Document("_id", 2).append("hidden", true),
                                new Document("_id", 3)));

        assertThat(lag(status, configuration)).isEqualTo(2.0);
        assertThat(ReplicaSet.of(status, configuration).rows().get(1))
                .containsEntry("lag_s", 5.0)
                .containsEntry("delay_s", 3600.0)
                .containsEntry("hidden", true);
    }

    @Test
    void a_delayed_member_is_late_by_what_exceeds_its_delay() {
        Document primary = primary();
        primary.remove("self");
        Document status = status(primary, secondary(1, 3605).append("self", true));
        var configuration =
                new Document("members", List.of(new Document("_id", 1).append("slaveDelay", 3600)));

        assertThat(lag(status, configuration)).isEqualTo(5.0);
    }

    @Test
    void without_a_primary_there_is_no_lag_and_a_notice() {
        Document self = secondary(1, 4).append("self", true);
        ReplicaSet set = ReplicaSet.of(status(down(0), self, arbiter(2)), null);

        assertThat(set.metrics().get("primary_reachable")).isZero();
        assertThat(set.metrics().get("members_down")).isEqualTo(1.0);
        assertThat(set.metrics().values()).doesNotContainKeys("replication_lag_s", "replicas");
        assertThat(set.notice()).contains("no primary", "members down: m0:27017");
    }

    @Test
    void an_arbiter_is_neither_a_replica_nor_late() {
        ReplicaSet set = ReplicaSet.of(status(primary(), secondary(1, 1), arbiter(2)), null);

        assertThat(set.metrics().get("replicas")).isEqualTo(1.0);
        assertThat(set.metrics().get("replication_lag_s")).isEqualTo(1.0);
        assertThat(set.metrics().get("members_astray")).isZero();
        assertThat(set.notice()).isNull();
    }

    @Test
    void an_arbiter_does_not_help_a_majority_of_data() {
        Document status = status(primary(), down(1), arbiter(2)).append("writeMajorityCount", 2);
        ReplicaSet set = ReplicaSet.of(status, null);

        assertThat(set.metrics().get("members_missing_for_majority")).isEqualTo(1.0);
        assertThat(set.notice()).contains("majority");
    }

    @Test
    void a_member_without_a_vote_does_not_count_for_a_majority() {
        Document status =
                status(primary(), down(1), secondary(2, 0)).append("writeMajorityCount", 2);
        var configuration =
                new Document(
                        "members",
                        List.of(
                                new Document("_id", 0).append("votes", 1),
                                new Document("_id", 1).append("votes", 1),
                                new Document("_id", 2).append("votes", 0)));

        assertThat(
                        ReplicaSet.of(status, configuration)
                                .metrics()
                                .get("members_missing_for_majority"))
                .isEqualTo(1.0);
    }

    @Test
    void who_is_astray_is_named_with_its_state() {
        Document recovering = secondary(1, 500).append("stateStr", "RECOVERING");
        ReplicaSet set = ReplicaSet.of(status(primary(), recovering), null);

        assertThat(set.metrics().get("members_astray")).isEqualTo(1.0);
        assertThat(set.metrics().get("replication_lag_s")).isEqualTo(500.0);
        assertThat(set.notice()).contains("m1:27017 (RECOVERING)");
    }

    @Test
    void a_reply_without_members_or_of_other_types_says_little() {
        assertThat(ReplicaSet.of(new Document(), null).notice()).isNull();
        assertThat(ReplicaSet.of(new Document("members", "none"), null).metrics().get("members"))
                .isZero();
        var odd = new Document("members", List.of(7, new Document("health", "good")));
        assertThat(ReplicaSet.of(odd, new Document("members", List.of(3))).metrics().values())
                .doesNotContainKey("replication_lag_s");
    }

    private static double lag(Document status, @Nullable Document configuration) {
        Metrics metrics = ReplicaSet.of(status, configuration).metrics();
        Double lag = metrics.get("replication_lag_s");
        assertThat(metrics.get("replication_lag")).isEqualTo(lag);
        return lag == null ? Double.NaN : lag;
    }

    private static Document configuration(String version) {
        return Recorded.reply("replSetGetConfig-" + version);
    }

    private static Document status(Document... members) {
        return new Document("date", Date.from(NOW))
                .append("members", new ArrayList<>(List.of(members)));
    }

    private static Document primary() {
        return member(0, "PRIMARY", 0).append("self", true);
    }

    private static Document secondary(int id, int seconds) {
        return member(id, "SECONDARY", seconds);
    }

    private static Document arbiter(int id) {
        Document arbiter = member(id, "ARBITER", 0);
        arbiter.remove("optimeDate");
        return arbiter;
    }

    private static Document down(int id) {
        return new Document(
                Map.of(
                        "_id",
                        id,
                        "name",
                        "m" + id + ":27017",
                        "health",
                        0.0,
                        "stateStr",
                        "(not reachable/healthy)",
                        "optimeDate",
                        Date.from(Instant.EPOCH),
                        "lastHeartbeatMessage",
                        "Connection refused"));
    }

    private static Document member(int id, String state, int behind) {
        return new Document(
                Map.of(
                        "_id",
                        id,
                        "name",
                        "m" + id + ":27017",
                        "health",
                        1.0,
                        "stateStr",
                        state,
                        "optimeDate",
                        Date.from(NOW.minusSeconds(behind))));
    }
}
