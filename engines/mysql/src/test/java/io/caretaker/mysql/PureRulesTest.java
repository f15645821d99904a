package io.caretaker.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.check.Fault;
import io.caretaker.core.check.Metrics;
import io.caretaker.core.secret.Secret;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The engine's decisions that need no server.
final class PureRulesTest {
    @ParameterizedTest
    @CsvSource({
        "10.11.19-MariaDB-0+deb12u1, true, 10, 11, 19",
        "5.5.5-10.3.39-MariaDB, true, 10, 3, 39",
        "8.0.33, false, 8, 0, 33",
        "5.7.44-log, false, 5, 7, 44",
        "5.5.5, false, 5, 5, 5",
        "9.1, false, 9, 1, 0"
    })
    void versions_are_read(String text, boolean mariadb, int major, int minor, int patch) {
        assertThat(ServerVersion.parse(text))
                .isEqualTo(new ServerVersion(mariadb, major, minor, patch, text));
    }

    @ParameterizedTest
    @CsvSource({
        "1045, AUTHENTICATION",
        "1698, AUTHENTICATION",
        "1044, AUTHENTICATION",
        "1129, AUTHENTICATION",
        "1130, AUTHENTICATION",
        "1251, AUTHENTICATION",
        "1040, OVERLOADED",
        "1203, OVERLOADED",
        "1226, OVERLOADED",
        "1053, STOPPING",
        "1047, STARTING",
        "3159, TLS",
        "9999, UNEXPECTED_ANSWER"
    })
    void the_servers_codes_are_faults(int code, Fault fault) {
        assertThat(Refusals.of(new SQLException("message", "HY000", code)).fault())
                .isEqualTo(fault);
    }

    @Test
    void what_broke_is_judged_where_there_is_no_code() {
        assertThat(fault(new ConnectException("Connection refused"))).isEqualTo(Fault.REFUSED);
        assertThat(fault(new SocketTimeoutException("Read timed out"))).isEqualTo(Fault.TIMED_OUT);
        assertThat(fault(new UnknownHostException("x"))).isEqualTo(Fault.NAME_NOT_FOUND);
        assertThat(fault(new SSLHandshakeException("x"))).isEqualTo(Fault.TLS);
        assertThat(fault(new EOFException("x"))).isEqualTo(Fault.CLOSED);
    }

    @Test
    void a_kept_connection_that_timed_out_is_not_taken_for_a_closed_one() {
        var slow = new SQLException("x", "08000", -1, new SocketTimeoutException("x"));

        assertThat(Refusals.connectionLost(slow)).isFalse();
        assertThat(Refusals.connectionLost(new SQLException("x", "08000", -1))).isTrue();
        assertThat(Refusals.connectionLost(new SQLException("x", "HY000", 1927))).isTrue();
        assertThat(Refusals.connectionLost(new SQLException("x", "42000", 1227))).isFalse();
    }

    @Test
    void counters_become_differences_and_rates() {
        var counters = new Counters();
        Metrics first = metrics(status(100, 1000, 5), counters, 0);
        Metrics second = metrics(status(110, 1200, 7), counters, 10);
        Metrics restarted = metrics(status(3, 50, 0), counters, 20);

        assertThat(first.values()).doesNotContainKeys("queries_per_second", "slow_queries");
        assertThat(second.get("queries_per_second")).isEqualTo(20.0);
        assertThat(second.get("slow_queries")).isEqualTo(2.0);
        assertThat(second.get("slow_queries_total")).isEqualTo(7.0);
        assertThat(second.get("connection_usage_percent")).isEqualTo(20.0);
        assertThat(restarted.values()).doesNotContainKeys("queries_per_second", "slow_queries");
    }

    @Test
    void the_hit_ratio_waits_for_enough_requests() {
        var counters = new Counters();

        assertThat(hitRatio(counters, 1, 10_000, 100)).isEqualTo(99.0);
        assertThat(hitRatio(counters, 2, 10_010, 110)).isEqualTo(99.0);
        assertThat(hitRatio(counters, 3, 12_000, 600)).isEqualTo(75.0);
        assertThat(hitRatio(new Counters(), 1, 0, 0)).isNull();
    }

    @Test
    void the_largest_lag_counts_and_a_standstill_is_told_by_number_only() {
        Map<String, @Nullable String> good = replica("Yes", "Yes", "3");
        Map<String, @Nullable String> slow = replica("Yes", "Yes", "40");
        Map<String, @Nullable String> broken = replica("Yes", "No", null);
        broken.put("Last_SQL_Errno", "1062");
        broken.put("Last_SQL_Error", "Duplicate entry 'anna@example.org'");

        assertThat(Replication.of(List.of(good, slow)).metrics().get("replication_lag"))
                .isEqualTo(40.0);
        assertThat(Replication.of(List.of(good, broken)).notice())
                .isEqualTo(
                        "replication applies nothing (error 1062: a row with this key is there"
                                + " already)");
        assertThat(Replication.of(List.of())).isEqualTo(Replication.NONE);
    }

    @Test
    void each_dialect_is_asked_for_replicas_in_its_own_words() {
        assertThat(query("10.11.1-MariaDB")).isEqualTo("SHOW ALL REPLICAS STATUS");
        assertThat(query("10.4.1-MariaDB")).isEqualTo("SHOW ALL SLAVES STATUS");
        assertThat(query("8.0.33")).isEqualTo("SHOW REPLICA STATUS");
        assertThat(query("5.7.44")).isEqualTo("SHOW SLAVE STATUS");
    }

    @Test
    void the_password_is_a_hash_where_the_dialect_allows_it() {
        Secret password = Secret.of("password");
        Set<String> hosts = Set.of("localhost");
        String hash = "*2470C0C06DEE42FD1618BB99005ADCA2EC9D1E19";

        assertThat(Account.script(ServerVersion.parse("10.3.1-MariaDB"), hosts, password))
                .contains("USING '" + hash + "'", "GRANT PROCESS, REPLICATION CLIENT ON *.*")
                .doesNotContain("'password'");
        assertThat(Account.script(ServerVersion.parse("5.7.44"), hosts, password))
                .contains("mysql_native_password AS '" + hash + "'");
        assertThat(Account.script(ServerVersion.parse("8.0.33"), hosts, Secret.of("a'b\\c")))
                .contains("caching_sha2_password BY 'a\\'b\\\\c'");
    }

    @Test
    void sessions_are_ended_by_the_least_right_that_a_version_has_for_it_and_never_by_super() {
        assertThat(script("8.0.33"))
                .contains("GRANT PROCESS, REPLICATION CLIENT, CONNECTION_ADMIN");
        assertThat(script("9.0.0")).contains("CONNECTION_ADMIN").doesNotContain("native");
        assertThat(script("5.7.44")).contains("GRANT PROCESS, REPLICATION CLIENT ON");
        assertThat(script("10.6.1-MariaDB"))
                .contains("GRANT PROCESS, BINLOG MONITOR, SLAVE MONITOR, CONNECTION ADMIN ON");
        assertThat(script("10.5.8-MariaDB"))
                .contains("GRANT PROCESS, REPLICATION CLIENT, CONNECTION ADMIN ON");
        assertThat(script("10.4.1-MariaDB")).contains("GRANT PROCESS, REPLICATION CLIENT ON");
        assertThat(List.of("8.0.33", "9.0.0", "5.7.44", "11.8.1-MariaDB", "10.3.1-MariaDB"))
                .noneMatch(version -> script(version).contains("SUPER"));
    }

    private static String script(String version) {
        return Account.script(
                ServerVersion.parse(version), Set.of("localhost"), Secret.of("password"));
    }

    @Test
    void loopback_is_only_what_cannot_leave_the_machine() {
        assertThat(List.of("localhost", "127.0.0.1", "127.8.9.1", "::1")).allMatch(Loopback::is);
        assertThat(List.of("127.example.org", "10.0.0.1", "::2", "localhost.evil.org"))
                .noneMatch(Loopback::is);
    }

    private static Fault fault(Exception cause) {
        return Refusals.of(new SQLException("x", "08000", -1, cause)).fault();
    }

    private static String query(String version) {
        return Replication.query(ServerVersion.parse(version));
    }

    private static Map<String, @Nullable String> replica(
            String receives, String applies, @Nullable String lag) {
        var row = new HashMap<String, @Nullable String>();
        row.put("Slave_IO_Running", receives);
        row.put("Slave_SQL_Running", applies);
        row.put("Seconds_Behind_Master", lag);
        return row;
    }

    private static @Nullable Double hitRatio(
            Counters counters, int round, double requests, double reads) {
        counters.round(round, TimeUnit.SECONDS.toNanos(round));
        counters.growth("any", round);
        return counters.hitRatio(requests, reads, 1000);
    }

    private static Map<String, String> status(int uptime, int questions, int slow) {
        return Map.of(
                "uptime", Integer.toString(uptime),
                "questions", Integer.toString(questions),
                "slow_queries", Integer.toString(slow),
                "threads_connected", "2");
    }

    private static Metrics metrics(Map<String, String> status, Counters counters, int second) {
        var facts = new ServerFacts(ServerVersion.parse("8.0.33"), null, 10.0, Map.of());
        return ServerStatus.metrics(status, facts, counters, TimeUnit.SECONDS.toNanos(second));
    }
}
