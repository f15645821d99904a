package io.caretaker.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.caretaker.core.check.Metrics;
import io.caretaker.core.health.MetricNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The pure parts of a look.
final class HealthPartsTest {
    private static final long SECOND = 1_000_000_000L;

    /// What MySQL does not have: MariaDB's own, 8.0.30's, and what only a plug-in brings.
    private static final Set<String> NOT_IN_8_0 =
            Set.of(
                    "rows_read",
                    "innodb_history_list_length",
                    "innodb_deadlocks",
                    "innodb_checkpoint_age",
                    "innodb_checkpoint_max_age",
                    "binlog_bytes_written",
                    "innodb_redo_log_logical_size",
                    "innodb_redo_log_capacity_resized");

    @Test
    void every_variable_that_is_asked_for_is_in_a_recorded_answer_or_known_to_be_elsewhere() {
        Map<String, String> recorded = recorded();
        var missing = new TreeSet<String>();
        Matcher names = Pattern.compile("'(\\w+)'").matcher(StatusMetrics.query());
        while (names.find()) {
            String name = names.group(1);
            if (!recorded.containsKey(name) && !name.matches("(wsrep|rpl_semi_sync)_.*")) {
                missing.add(name);
            }
        }

        assertThat(missing).isEqualTo(new TreeSet<>(NOT_IN_8_0));
    }

    @Test
    void a_recorded_answer_becomes_metrics_that_are_all_known() {
        var counters = new Counters();
        ServerFacts facts =
                facts(
                        "8.0.33",
                        "max_connections",
                        "151",
                        "open_files_limit",
                        "10000",
                        "table_open_cache",
                        "4000");
        counters.round(1000, 0);
        StatusMetrics.of(recorded(), facts, counters);
        Map<String, String> later = new HashMap<>(recorded());
        later.replaceAll((name, value) -> Double.toString(Numbers.of(value) + 100));
        counters.round(1010, 10 * SECOND);

        Metrics metrics = StatusMetrics.of(later, facts, counters);

        assertThat(metrics.get("queries_per_second")).isEqualTo(10.0);
        assertThat(metrics.get("transactions_per_second")).isEqualTo(20.0);
        assertThat(metrics.get("rollback_percent")).isEqualTo(50.0);
        assertThat(metrics.get("rows_written_per_second")).isEqualTo(30.0);
        assertThat(metrics.get("slow_queries")).isEqualTo(100.0);
        assertThat(MetricNames.known()).containsAll(metrics.values().keySet());
    }

    @Test
    void a_server_that_started_anew_gives_no_differences_even_when_it_is_older_than_before() {
        var counters = new Counters();
        counters.round(3, 0);
        assertThat(counters.growth("a", 10)).isNull();
        counters.round(13, 10 * SECOND);
        assertThat(counters.growth("a", 15)).isEqualTo(5.0);
        counters.round(20, 70 * SECOND);
        assertThat(counters.growth("a", 500)).isNull();
        counters.round(30, 80 * SECOND);
        assertThat(counters.growth("a", 400)).isNull();
    }

    @Test
    void what_a_power_failure_may_take_is_told_of_sources_only() {
        assertThat(settings(false, "innodb_flush_log_at_trx_commit", "1").get("durable_commits"))
                .isEqualTo(1.0);
        assertThat(settings(false, "innodb_flush_log_at_trx_commit", "2").get("durable_commits"))
                .isEqualTo(0.0);
        Map<String, String> unsynced =
                Map.of("innodb_flush_log_at_trx_commit", "1", "log_bin", "ON", "sync_binlog", "0");
        assertThat(Settings.metrics(facts("8.0.33", unsynced), false).get("durable_commits"))
                .isEqualTo(0.0);
        assertThat(Settings.metrics(facts("8.0.33", unsynced), true).values())
                .doesNotContainKey("durable_commits")
                .containsEntry("sync_binlog", 0.0);
        assertThat(settings(false, "innodb_doublewrite", "DETECT_ONLY").get("innodb_doublewrite"))
                .isEqualTo(0.0);
        assertThat(settings(false, "innodb_doublewrite", "fast").get("innodb_doublewrite"))
                .isEqualTo(1.0);
    }

    @Test
    void binary_logs_expire_by_seconds_or_by_days() {
        assertThat(expiry("binlog_expire_logs_seconds", "2592000", "expire_logs_days", "0"))
                .isEqualTo(2_592_000);
        assertThat(expiry("binlog_expire_logs_seconds", "0", "expire_logs_days", "2"))
                .isEqualTo(172_800);
        assertThat(expiry("expire_logs_days", "10", "x", "")).isEqualTo(864_000);
        assertThat(expiry("binlog_expire_logs_seconds", "0", "expire_logs_days", "0")).isZero();
    }

    private static double expiry(String name, String value, String other, String otherValue) {
        return Objects.requireNonNull(
                Settings.metrics(
                                facts(
                                        "8.0.33",
                                        Map.of("log_bin", "ON", name, value, other, otherValue)),
                                false)
                        .get("binary_log_expire_s"));
    }

    @Test
    void directories_are_told_once_each() {
        assertThat(
                        Settings.directories(
                                facts(
                                        "8.0.33",
                                        Map.of(
                                                "datadir", "/var/lib/mysql/",
                                                "innodb_log_group_home_dir", "./",
                                                "innodb_undo_directory", "/undo",
                                                "log_bin_basename", "/logs/binlog"))))
                .containsExactly("/var/lib/mysql", "/undo", "/logs");
        assertThat(Settings.directories(facts("8.0.33", Map.of()))).isEmpty();
    }

    @Test
    void names_of_files_become_names_of_tables() {
        assertThat(TableNames.database("odd@002dname/t")).isEqualTo("odd-name");
        assertThat(TableNames.table("d/p#P#p0")).isEqualTo("p");
        assertThat(TableNames.table("d/p#p#p0#sp#s1")).isEqualTo("p");
        assertThat(TableNames.table("d/a@0020b")).isEqualTo("a b");
        assertThat(TableNames.system("mysql/user")).isTrue();
        assertThat(TableNames.system("innodb_undo_001")).isTrue();
        assertThat(TableNames.system("shop/user")).isFalse();
    }

    @Test
    void the_widest_column_that_may_hold_the_numbers_counts() {
        var increments = new AutoIncrements();
        increments.table(1, "d/t", BigDecimal.valueOf(2_000_000_000L));
        increments.index(1, 11);
        increments.index(1, 12);
        increments.first(11, "tenant");
        increments.first(12, "id");
        increments.column(1, "tenant", 4, false);
        increments.column(1, "id", 8, true);
        increments.column(1, "other", 8, true);

        assertThat(increments.found().numbers().get("auto_increment_usage_percent"))
                .isCloseTo(0, within(0.001));
        assertThat(increments.found().rows()).isEmpty();
    }

    @Test
    void temporary_tables_of_the_looks_themselves_are_left_out_over_connections() {
        var own = new OwnTables();
        var one = new Object();
        assertThat(others(own, one, 3, 10)).isEqualTo(7);
        assertThat(others(own, one, 5, 13)).isEqualTo(8);
        var other = new Object();
        assertThat(others(own, other, 2, 16)).isEqualTo(9);
    }

    private static double others(OwnTables own, Object session, int caused, int total) {
        var status = new HashMap<>(Map.of("created_tmp_tables", Integer.toString(total)));
        own.leaveOut(session, Map.of("created_tmp_tables", Integer.toString(caused)), status);
        return Numbers.of(status.get("created_tmp_tables"));
    }

    @Test
    void the_last_hour_forgets_what_is_older() {
        var counter = new LastHour();
        assertThat(counter.growth(0, 100)).isZero();
        assertThat(counter.growth(1800 * SECOND, 103)).isEqualTo(3);
        assertThat(counter.growth(3700 * SECOND, 104)).isEqualTo(1);
        assertThat(counter.growth(3701 * SECOND, 2)).isZero();

        var peak = new LastHour();
        assertThat(peak.most(0, 2)).isEqualTo(2);
        assertThat(peak.most(60 * SECOND, 1)).isEqualTo(2);
        assertThat(peak.most(3700 * SECOND, 1)).isEqualTo(1);
    }

    @Test
    void the_end_of_a_certificate_is_read_as_openssl_writes_it() {
        Instant now = Instant.parse("2036-11-23T20:50:13Z");
        assertThat(ServerCertificate.daysLeft("Nov 24 20:50:13 2036 GMT", now)).contains(1.0);
        assertThat(ServerCertificate.daysLeft("Nov  3 20:50:13 2036 GMT", now)).contains(-20.0);
        assertThat(ServerCertificate.daysLeft("", now)).isEmpty();
        assertThat(ServerCertificate.daysLeft("soon", now)).isEmpty();
    }

    @Test
    void refused_log_ins_are_told_from_other_refusals() {
        assertThat(
                        signs(
                                "2026-11-27 21:06:03 21 [Warning] Access denied for user 'n'@'h'"
                                        + " (using password: YES)"))
                .isTrue();
        assertThat(
                        signs(
                                "2026-11-27T21:06:03.777047Z 20 [Note] [MY-010927] [Server] Access"
                                        + " denied for user 'l'@'localhost'. Account is locked."))
                .isTrue();
        assertThat(
                        signs(
                                "2026-11-27T21:06:03.777047Z 20 [Note] [MY-010926] [Server] Zugriff"
                                        + " verweigert"))
                .isTrue();
        assertThat(signs("2026-11-27 21:06:03 21 [Note] ready for connections")).isFalse();
    }

    private static boolean signs(String line) {
        return RefusedLogIns.SIGNS.stream().anyMatch(sign -> sign.matcher(line).find());
    }

    @Test
    void grants_are_named_as_each_version_has_them() {
        var denied = new SQLException("denied", "42000", 1227);
        assertThat(
                        Lacks.failed(
                                facts("10.11.6-MariaDB", Map.of()),
                                "'m'@'localhost'",
                                "replication",
                                Grant.REPLICA,
                                denied))
                .isEqualTo(
                        "replication: this account may not see that: GRANT SLAVE MONITOR ON *.* TO"
                                + " 'm'@'localhost'");
        assertThat(Grant.REPLICA.statement(facts("8.4.0", Map.of()), "'m'@'%'"))
                .isEqualTo("GRANT REPLICATION CLIENT ON *.* TO 'm'@'%'");
        assertThat(Grant.BINARY_LOGS.statement(facts("10.4.1-MariaDB", Map.of()), "'m'@'%'"))
                .isEqualTo("GRANT REPLICATION CLIENT ON *.* TO 'm'@'%'");
        assertThat(Grant.SESSIONS.statement(facts("8.4.0", Map.of()), "'m'@'%'"))
                .isEqualTo(
                        "GRANT PROCESS ON *.* TO 'm'@'%'; GRANT SELECT ON performance_schema.* TO"
                                + " 'm'@'%'");
    }

    @Test
    void semi_synchronous_replication_is_told_by_either_name_and_only_where_it_is_wanted() {
        ServerFacts wanted = facts("8.0.33", Map.of("rpl_semi_sync_source_enabled", "ON"));
        Map<String, String> status =
                Map.of(
                        "rpl_semi_sync_source_status", "OFF",
                        "rpl_semi_sync_source_clients", "1",
                        "rpl_semi_sync_source_no_tx", "9");

        assertThat(semiSync(status, wanted, false))
                .containsEntry("semi_sync_active", 0.0)
                .containsEntry("semi_sync_replicas", 1.0);
        assertThat(semiSync(status, facts("8.0.33", Map.of()), false)).isEmpty();
    }

    @Test
    void a_replica_that_nobody_follows_need_not_wait_for_anybody() {
        ServerFacts wanted = facts("10.11.6-MariaDB", Map.of("rpl_semi_sync_master_enabled", "ON"));
        var status = new HashMap<String, String>();
        status.put("rpl_semi_sync_master_status", "OFF");
        status.put("rpl_semi_sync_master_clients", "0");

        assertThat(semiSync(status, wanted, false)).containsEntry("semi_sync_active", 0.0);
        assertThat(semiSync(status, wanted, true))
                .containsEntry("semi_sync_replicas", 0.0)
                .doesNotContainKey("semi_sync_active");

        status.put("rpl_semi_sync_master_clients", "1");
        assertThat(semiSync(status, wanted, true)).containsEntry("semi_sync_active", 0.0);
    }

    private static Map<String, Double> semiSync(
            Map<String, String> status, ServerFacts facts, boolean replica) {
        return SemiSync.metrics(status, facts, replica, new Counters()).values();
    }

    private static Metrics settings(boolean replica, String name, String value) {
        return Settings.metrics(facts("8.0.33", Map.of(name, value)), replica);
    }

    private static ServerFacts facts(String version, String... namesAndValues) {
        var settings = new HashMap<String, String>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            settings.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return facts(version, settings);
    }

    private static ServerFacts facts(String version, Map<String, String> settings) {
        var all = new HashMap<>(settings);
        all.put("version", version);
        return ServerFacts.of(all);
    }

    private static Map<String, String> recorded() {
        var status = new HashMap<String, String>();
        try (var file =
                Objects.requireNonNull(
                        HealthPartsTest.class.getResourceAsStream(
                                "recorded/global_status_mysql_8.0.txt"))) {
            List<String> lines =
                    new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
            for (String line : lines.subList(1, lines.size())) {
                String[] words = line.split("\t", -1);
                status.put(words[0].toLowerCase(Locale.ROOT), words[1]);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return status;
    }

    @Test
    void what_one_grant_would_show_is_told_once() {
        String hidden = ": this account may not see that: GRANT PROCESS ON *.* TO 'a'@'%'";
        assertThat(Lacks.together(List.of("sessions" + hidden, "something else", "sizes" + hidden)))
                .containsExactly("sessions, sizes" + hidden, "something else");
    }
}
