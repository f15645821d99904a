package io.caretaker.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.check.Metrics;
import io.caretaker.core.recovery.Diagnosis;
import io.caretaker.core.recovery.FailurePattern;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The engine's decisions on what real servers said.
final class PureRulesTest {
    @Test
    void a_recorded_status_becomes_metrics() {
        Metrics metrics = metrics("serverStatus-6.0.9");

        assertThat(metrics.get("connections")).isEqualTo(50.0);
        assertThat(metrics.get("max_connections")).isEqualTo(1500.0);
        assertThat(metrics.get("uptime_seconds")).isEqualTo(1860.0);
        assertThat(metrics.get("buffer_pool_hit_ratio")).isBetween(99.9, 100.0);
        assertThat(metrics.get("cache_usage_percent")).isBetween(0.0, 1.0);
        assertThat(metrics.get("queued_operations")).isZero();
    }

    @Test
    void older_servers_and_routers_give_what_they_have() {
        assertThat(metrics("serverStatus-4.0.25").values())
                .containsKeys("connections", "uptime_seconds");
        assertThat(metrics("serverStatus-5.0.31-mongos").values())
                .containsKeys("connections", "uptime_seconds")
                .doesNotContainKey("buffer_pool_hit_ratio");
    }

    @Test
    void operations_become_a_rate_and_a_restart_gives_none() {
        var counters = new Counters();

        assertThat(counters.operationRate(100, 1000, seconds(0))).isNull();
        assertThat(counters.operationRate(110, 1500, seconds(10))).isEqualTo(50.0);
        assertThat(counters.operationRate(2, 10, seconds(20))).isNull();
    }

    @Test
    void the_hit_ratio_waits_for_enough_pages() {
        var counters = new Counters();

        assertThat(counters.hitRatio(0, 0)).isNull();
        assertThat(counters.hitRatio(10_000, 100)).isEqualTo(99.0);
        assertThat(counters.hitRatio(10_010, 110)).isEqualTo(99.0);
        assertThat(counters.hitRatio(12_000, 600)).isEqualTo(75.0);
    }

    @ParameterizedTest
    @CsvSource({
        "isMaster-6.0.9-primary, PRIMARY",
        "isMaster-4.x-secondary, SECONDARY",
        "isMaster-4.x-arbiter, ARBITER",
        "isMaster-5.0.31-mongos, ALONE"
    })
    void recorded_members_have_their_roles(String reply, Member.Role role) {
        Member member = Member.of(Recorded.reply(reply));

        assertThat(member.role()).isEqualTo(role);
        assertThat(member.notice()).isNull();
    }

    @Test
    void a_set_without_a_primary_and_a_member_without_a_set_say_so() {
        assertThat(Member.of(new Document(Map.of("setName", "a", "secondary", true))).notice())
                .contains("no primary");
        assertThat(Member.of(new Document(Map.of("isreplicaset", true))).notice())
                .contains("not in the set");
    }

    @Test
    void the_lag_is_what_lies_between_the_primary_and_oneself() {
        Document status = Recorded.reply("replSetGetStatus-4.x-secondary");

        assertThat(Member.lag(status).get("replication_lag")).isEqualTo(0.0);
        for (Document member : status.getList("members", Document.class, List.of())) {
            if (member.getBoolean("self", false)) {
                member.put(
                        "optimeDate",
                        Date.from(member.getDate("optimeDate").toInstant().minusSeconds(4)));
            }
        }
        assertThat(Member.lag(status).get("replication_lag")).isEqualTo(4.0);
        assertThat(Member.lag(new Document())).isEqualTo(Metrics.NONE);
    }

    @Test
    void a_start_that_went_well_is_no_failure() {
        assertThat(pattern(Recorded.log("mongod-6.0.11-start.jsonlog")))
                .isEqualTo(FailurePattern.NONE);
        assertThat(pattern(Recorded.log("mongod-4.2.18-replica.log")))
                .isEqualTo(FailurePattern.NONE);
    }

    @Test
    void a_recovery_that_is_not_over_is_a_start_in_progress() {
        String log = Recorded.log("mongod-4.2.18-replica.log");
        String half = log.substring(0, log.indexOf("waiting for connections"));

        assertThat(pattern(half)).isEqualTo(FailurePattern.STARTING);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"s":"E","c":"CONTROL","id":20568,"msg":"Error setting up listener","attr":{"error":{"code":9001,"codeName":"SocketException","errmsg":"Address already in use"}}} | PORT_TAKEN
                    {"s":"E","c":"NETWORK","id":23024,"msg":"Failed to unlink socket file","attr":{"path":"/tmp/mongodb-27017.sock","error":"Operation not permitted"}} | PERMISSION
                    {"s":"E","c":"CONTROL","id":20557,"msg":"DBException in initAndListen, terminating","attr":{"error":"DBPathInUse: Unable to lock the lock file: /data/db/mongod.lock (Resource temporarily unavailable). Another mongod instance is already running on the /data/db directory"}} | ALREADY_RUNNING
                    {"s":"E","c":"CONTROL","id":20557,"msg":"DBException in initAndListen, terminating","attr":{"error":"NonExistentPath: Data directory /data/db not found."}} | CONFIGURATION_INVALID
                    {"s":"E","c":"STORAGE","id":22435,"msg":"WiredTiger error","attr":{"error":-31804,"message":"__wt_panic:490:the process must exit and restart: WT_PANIC: WiredTiger library panic"}} | DATA_CORRUPT
                    {"s":"W","c":"STORAGE","id":22271,"msg":"Detected unclean shutdown - Lock file is not empty","attr":{"lockFile":"/data/db/mongod.lock"}} | STARTING
                    Unrecognized option: net.prot | CONFIGURATION_INVALID
                    Error parsing command line: unrecognised option '--prot' | CONFIGURATION_INVALID
                    ERROR: child process failed, exited with 48 | PORT_TAKEN
                    Main process exited, code=exited, status=62/n/a | CONFIGURATION_INVALID
                    """)
    void messages_are_recognised(String line, FailurePattern expected) {
        assertThat(pattern(line)).isEqualTo(expected);
    }

    @Test
    void every_signature_names_its_source() {
        assertThat(Signatures.ALL)
                .isNotEmpty()
                .allSatisfy(signature -> assertThat(signature.source()).isNotBlank());
    }

    @Test
    void a_configuration_file_is_read_by_its_dotted_names() {
        Map<String, String> values =
                YamlKeys.of(
                        """
                        # a comment: with a colon
                        storage:
                          dbPath: "/var/lib/mongodb"   # quoted
                          wiredTiger:
                            engineConfig:
                              cacheSizeGB: 1
                        net:
                          port: 27018
                          bindIp: 127.0.0.1,::1
                        processManagement:
                            fork: true
                        systemLog: {destination: file}
                        """);

        assertThat(values)
                .containsEntry("storage.dbPath", "/var/lib/mongodb")
                .containsEntry("storage.wiredTiger.engineConfig.cacheSizeGB", "1")
                .containsEntry("net.port", "27018")
                .containsEntry("net.bindIp", "127.0.0.1,::1")
                .containsEntry("processManagement.fork", "true");
    }

    private static Metrics metrics(String reply) {
        return ServerStatus.metrics(Recorded.reply(reply), new Counters(), seconds(1));
    }

    private static long seconds(long number) {
        return TimeUnit.SECONDS.toNanos(number);
    }

    private static FailurePattern pattern(String log) {
        return Diagnosis.of(log, Signatures.ALL).pattern();
    }
}
