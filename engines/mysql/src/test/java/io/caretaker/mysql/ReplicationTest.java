package io.caretaker.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What replicas of all versions say, as they say it, and what it means.
final class ReplicationTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void each_version_is_asked_in_its_own_words() {
        assertThat(query("5.7.44")).isEqualTo("SHOW SLAVE STATUS");
        assertThat(query("8.0.21")).isEqualTo("SHOW SLAVE STATUS");
        assertThat(query("8.0.33")).isEqualTo("SHOW REPLICA STATUS");
        assertThat(query("8.4.0")).isEqualTo("SHOW REPLICA STATUS");
        assertThat(query("9.1.0")).isEqualTo("SHOW REPLICA STATUS");
        assertThat(query("10.6.16-MariaDB")).isEqualTo("SHOW ALL REPLICAS STATUS");
        assertThat(query("10.3.39-MariaDB")).isEqualTo("SHOW ALL SLAVES STATUS");
    }

    @Test
    void older_and_newer_words_mean_the_same() {
        Channel older =
                Channel.of(
                        row(
                                "Master_Host", "db1",
                                "Master_Port", "3306",
                                "Slave_IO_Running", "Yes",
                                "Slave_SQL_Running", "No",
                                "Last_SQL_Errno", "1032",
                                "Master_Log_File", "binlog.000007",
                                "Relay_Master_Log_File", "binlog.000007",
                                "Read_Master_Log_Pos", "900",
                                "Exec_Master_Log_Pos", "400",
                                "Relay_Log_Space", "1234",
                                "Channel_Name", ""));
        Channel newer =
                Channel.of(
                        row(
                                "Source_Host", "db1",
                                "Source_Port", "3306",
                                "Replica_IO_Running", "Yes",
                                "Replica_SQL_Running", "No",
                                "Last_SQL_Errno", "1032",
                                "Source_Log_File", "binlog.000007",
                                "Relay_Source_Log_File", "binlog.000007",
                                "Read_Source_Log_Pos", "900",
                                "Exec_Source_Log_Pos", "400",
                                "Relay_Log_Space", "1234",
                                "Channel_Name", ""));

        assertThat(older).isEqualTo(newer);
        assertThat(newer.waitingBytes()).isEqualTo(500);
        assertThat(newer.stopped())
                .isEqualTo(
                        "replication applies nothing (error 1032: a row to change is not there)");
    }

    @Test
    void in_different_files_the_relay_log_tells_how_much_waits() {
        Channel channel =
                Channel.of(
                        row(
                                "Source_Log_File", "binlog.000009",
                                "Relay_Source_Log_File", "binlog.000007",
                                "Read_Source_Log_Pos", "4",
                                "Exec_Source_Log_Pos", "900",
                                "Relay_Log_Space", "5000",
                                "Relay_Log_Pos", "1000"));

        assertThat(channel.waitingBytes()).isEqualTo(4000);
    }

    @Test
    void a_wanted_delay_is_no_lag() {
        assertThat(lag("3600", "3590")).isZero();
        assertThat(lag("3600", "3700")).isEqualTo(100);
        assertThat(lag("0", "7")).isEqualTo(7);
    }

    private static double lag(String delay, String behind) {
        return Channel.of(row("SQL_Delay", delay, "Seconds_Behind_Source", behind)).lagSeconds();
    }

    @Test
    void a_lag_that_the_server_does_not_know_is_not_told_as_zero() {
        Channel stopped = Channel.of(row("Replica_SQL_Running", "No"));

        Replication replication = Replication.of(List.of(stopped), Map.of());

        assertThat(replication.metrics().values())
                .doesNotContainKeys("replication_lag_s", "replication_lag")
                .containsEntry("replication_io_running", 0.0)
                .containsEntry("in_recovery", 1.0);
    }

    @Test
    void channels_of_group_replication_are_its_own_business() {
        assertThat(
                        Replication.channels(
                                List.of(
                                        row("Channel_Name", "group_replication_recovery"),
                                        row("Channel_Name", "other"))))
                .extracting(Channel::name)
                .containsExactly("other");
    }

    @Test
    void silence_counts_from_the_last_change_and_ends_with_the_next() {
        var heartbeats = new Heartbeats();
        heartbeats.silences(List.of(running("100", "5")), Map.of(), 0);
        assertThat(silence(heartbeats, "100", "5", 40)).isEqualTo(40);
        assertThat(silence(heartbeats, "100", "6", 50)).isZero();
        assertThat(silence(heartbeats, "101", "6", 60)).isZero();
        assertThat(silence(heartbeats, "101", "6", 61)).isEqualTo(1);
    }

    private static double silence(Heartbeats heartbeats, String at, String beats, int second) {
        return heartbeats
                .silences(List.of(running(at, beats)), Map.of(), second * SECOND)
                .getOrDefault("", Double.NaN);
    }

    @Test
    void a_source_hangs_when_it_breaks_its_promise_and_only_then() {
        Channel everyThirty = running("100", "5");
        assertThat(Heartbeats.hangs(everyThirty, 44)).isFalse();
        assertThat(Heartbeats.hangs(everyThirty, 46)).isTrue();
        assertThat(Heartbeats.hangs(everyThirty.promising(0), 4000)).isFalse();
        assertThat(Heartbeats.hangs(everyThirty.promising(Double.NaN), 4000)).isFalse();
        assertThat(Heartbeats.hangs(everyThirty.promising(1), 2.9)).isFalse();
        assertThat(Heartbeats.hangs(everyThirty.promising(1), 3.1)).isTrue();
    }

    @Test
    void what_the_server_remembers_counts_at_the_first_look() {
        var heartbeats = new Heartbeats();
        Heartbeats.Life life =
                Heartbeats.Life.of(row("heartbeats", "7", "ago", "90.5", "every", "30"));

        assertThat(heartbeats.silences(List.of(running("1", "")), Map.of("", life), 0))
                .containsEntry("", 90.5);
        assertThat(Heartbeats.Life.of(row("ago", "1790000000")).secondsAgo()).isNaN();
    }

    @Test
    void a_hung_receiver_is_told_as_lag_although_the_server_says_none() {
        Channel channel = running("100", "5");

        Replication replication = Replication.of(List.of(channel), Map.of("", 120.0));

        assertThat(replication.metrics().values())
                .containsEntry("replication_io_running", 0.0)
                .containsEntry("replication_sql_running", 1.0)
                .containsEntry("replication_lag_s", 120.0);
        assertThat(replication.notice())
                .isEqualTo(
                        "replication receives nothing although it says that it runs: db1:3306 has"
                                + " been silent for 120 s");
    }

    private static Channel running(String position, String heartbeats) {
        return Channel.of(
                row(
                        "Master_Host", "db1",
                        "Master_Port", "3306",
                        "Slave_IO_Running", "Yes",
                        "Slave_SQL_Running", "Yes",
                        "Seconds_Behind_Master", "0",
                        "Read_Master_Log_Pos", position,
                        "Slave_received_heartbeats", heartbeats,
                        "Slave_heartbeat_period", "30.000"));
    }

    private static String query(String version) {
        return Replication.query(ServerVersion.parse(version));
    }

    static Map<String, @Nullable String> row(String... namesAndValues) {
        var row = new HashMap<String, @Nullable String>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            row.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return row;
    }
}
