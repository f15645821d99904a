package io.caretaker.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.session.SessionKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SessionRulesTest {
    private static final Instant SEEN = Instant.parse("2026-01-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "SHARED_READ, EXCLUSIVE, true",
        "SHARED_READ, SHARED_WRITE, false",
        "SHARED_WRITE, SHARED_NO_WRITE, true",
        "SHARED_UPGRADABLE, SHARED_READ, false",
        "SHARED_UPGRADABLE, SHARED_UPGRADABLE, true",
        "SHARED_NO_READ_WRITE, SHARED_READ, true",
        "SHARED_READ_ONLY, SHARED_WRITE, true",
        "EXCLUSIVE, SHARED_HIGH_PRIO, true"
    })
    void who_holds_a_lock_of_a_table_stops_what_does_not_get_along_with_it(
            String held, String wanted, boolean stops) {
        assertThat(lock(1, "TABLE", held, false).stops(lock(2, "TABLE", wanted, true)))
                .isEqualTo(stops);
    }

    @ParameterizedTest
    @CsvSource({
        "EXCLUSIVE, SHARED_READ, true",
        "EXCLUSIVE, SHARED_HIGH_PRIO, false",
        "EXCLUSIVE, EXCLUSIVE, false",
        "SHARED_WRITE, SHARED_READ, false",
        "SHARED_WRITE, SHARED_READ_ONLY, true"
    })
    void who_came_first_stops_those_who_would_overtake_him(
            String first, String wanted, boolean stops) {
        assertThat(lock(1, "TABLE", first, true).stops(lock(2, "TABLE", wanted, true)))
                .isEqualTo(stops);
    }

    @ParameterizedTest
    @CsvSource({
        "GLOBAL, SHARED, INTENTION_EXCLUSIVE, true",
        "GLOBAL, INTENTION_EXCLUSIVE, INTENTION_EXCLUSIVE, false",
        "GLOBAL, INTENTION_EXCLUSIVE, SHARED, true",
        "GLOBAL, SHARED, SHARED, false",
        "BACKUP LOCK, SHARED, INTENTION_EXCLUSIVE, true",
        "BACKUP, BACKUP_FTWRL2, BACKUP_TRANS_DML, true",
        "BACKUP, BACKUP_DML, BACKUP_TRANS_DML, false",
        "BACKUP, BACKUP_BLOCK_DDL, BACKUP_DDL, true",
        "BACKUP, BACKUP_BLOCK_DDL, BACKUP_DML, false",
        "BACKUP, BACKUP_START, BACKUP_START, true"
    })
    void who_freezes_the_server_stops_changes(
            String type, String held, String wanted, boolean stops) {
        assertThat(lock(1, type, held, false).stops(lock(2, type, wanted, true))).isEqualTo(stops);
    }

    @Test
    void holders_come_before_those_who_only_wait_first_and_nobody_blocks_himself() {
        List<MetadataLock> locks =
                List.of(
                        lock(3, "TABLE", "EXCLUSIVE", true),
                        lock(1, "TABLE", "SHARED_READ", false),
                        lock(3, "TABLE", "SHARED_UPGRADABLE", false),
                        lock(4, "TABLE", "SHARED_READ", true));

        assertThat(MetadataLock.blockers(locks))
                .isEqualTo(Map.of(3L, java.util.Set.of(1L), 4L, java.util.Set.of(3L)));
        assertThat(MetadataLock.wanted(locks)).containsEntry(4L, "Lock: table shop.orders");
    }

    private static MetadataLock lock(long session, String type, String mode, boolean pending) {
        return new MetadataLock(session, type, "shop", "orders", mode, pending);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alter table t add column c int",
                "ALTER ONLINE TABLE t FORCE",
                "/* nightly */ OPTIMIZE NO_WRITE_TO_BINLOG TABLE t",
                "analyze local table t",
                "CREATE UNIQUE INDEX i ON t (c)",
                "drop index i on t"
            })
    void maintenance_is_known_by_what_it_does(String statement) {
        assertThat(kind("app", "Query", null, statement)).isEqualTo(SessionKind.MAINTENANCE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT /*!40001 SQL_NO_CACHE */ * FROM `t`",
                "BACKUP STAGE BLOCK_COMMIT",
                "LOCK INSTANCE FOR BACKUP",
                "START TRANSACTION /*!40100 WITH CONSISTENT SNAPSHOT */",
                "clone instance from 'u'@'h':3306 identified by 'x'"
            })
    void backups_are_known_by_what_only_they_say(String statement) {
        assertThat(kind("app", "Query", null, statement)).isEqualTo(SessionKind.BACKUP);
    }

    @ParameterizedTest
    @CsvSource({
        "app, Query, web, select 1, CLIENT",
        "app, Query, web, 'select ''alter table t''', CLIENT",
        "app, Sleep, mysqldump, , BACKUP",
        "app, Sleep, gh-ost-osc, , MAINTENANCE",
        "repl, Binlog Dump GTID, , , REPLICATION",
        "system user, Slave_SQL, , , REPLICATION",
        "system user, Query, , , REPLICATION",
        "event_scheduler, Daemon, , , SYSTEM",
        "system user, Sleep, , , SYSTEM",
        "unauthenticated user, Connect, , , SYSTEM"
    })
    void kinds(
            String user,
            String command,
            @Nullable String program,
            @Nullable String statement,
            SessionKind kind) {
        assertThat(kind(user, command, program, statement)).isEqualTo(kind);
    }

    private static SessionKind kind(
            String user, String command, @Nullable String program, @Nullable String statement) {
        boolean running = !command.equals("Sleep");
        return SessionKinds.of(
                row(user, command, statement, new StateMark(0, 1, running, true)), program, false);
    }

    private static SessionRow row(
            String user, String command, @Nullable String statement, StateMark mark) {
        return new SessionRow(
                7, null, user, "local", null, command, null, statement, mark, SEEN, null, null);
    }

    @Test
    void rights_are_read_from_grants() {
        var mariadb =
                SessionRights.of(
                        ServerVersion.parse("10.11.5-MariaDB"),
                        "care@10.0.%",
                        List.of(
                                "GRANT PROCESS, CONNECTION ADMIN ON *.* TO `care`@`10.0.%`",
                                "GRANT SELECT ON `performance_schema`.* TO `care`@`10.0.%`"));
        var mysql =
                SessionRights.of(
                        ServerVersion.parse("8.4.0"),
                        "care@localhost",
                        List.of("GRANT SELECT ON *.* TO `care`@`localhost`"));

        assertThat(mariadb.objection("app")).isNull();
        assertThat(mariadb.lacking()).isFalse();
        assertThat(mysql.seesAll()).isFalse();
        assertThat(mysql.objection("care")).isNull();
        assertThat(mysql.objection("app"))
                .endsWith("GRANT CONNECTION_ADMIN ON *.* TO 'care'@'localhost'");
        assertThat(
                        SessionRights.of(
                                        ServerVersion.parse("10.4.9-MariaDB"),
                                        "care@%",
                                        List.of("GRANT PROCESS ON *.* TO `care`@`%`"))
                                .objection("app"))
                .endsWith("GRANT SUPER ON *.* TO 'care'@'%'");
    }

    @Test
    void a_state_keeps_its_beginning_as_long_as_its_mark() {
        var memory = new SessionMemory();
        memory.server(SEEN);
        var mark = new StateMark(0, 5, false, true);
        memory.seen(List.of(row("app", "Sleep", null, mark)), SEEN.plusSeconds(1));

        assertThat(memory.since(7, mark, SEEN.plusMillis(3))).isEqualTo(SEEN);
        var next = new StateMark(0, 6, false, true);
        assertThat(memory.since(7, next, SEEN.plusMillis(3))).isEqualTo(SEEN.plusMillis(3));
        assertThat(memory.mark(7, SEEN)).isEqualTo(mark);
        assertThat(memory.mark(7, SEEN.plusMillis(1))).isNull();
        memory.server(SEEN.plusSeconds(100));
        assertThat(memory.mark(7, SEEN)).isNull();
    }

    @Test
    void what_runs_is_known_by_its_beginning_too_once_that_is_long_ago() {
        var memory = new SessionMemory();
        var first = new StateMark(0, 5, true, true);
        var second = new StateMark(0, 6, true, true);

        memory.seen(List.of(row("app", "Query", null, first)), SEEN.plusSeconds(2));
        assertThat(memory.begun(7, SEEN)).isNull();
        assertThat(memory.since(7, second, SEEN.plusMillis(3))).isEqualTo(SEEN.plusMillis(3));

        memory.seen(List.of(row("app", "Query", null, first)), SEEN.plusSeconds(4));
        assertThat(memory.begun(7, SEEN)).isEqualTo(SEEN);
        assertThat(memory.begun(7, SEEN.plusMillis(1))).isNull();
        assertThat(memory.since(7, second, SEEN.plusMillis(3))).isEqualTo(SEEN);
        assertThat(memory.since(7, second, SEEN.plusSeconds(4))).isEqualTo(SEEN.plusSeconds(4));
        var idle = new StateMark(0, 6, false, true);
        assertThat(memory.since(7, idle, SEEN.plusMillis(3))).isEqualTo(SEEN.plusMillis(3));
    }

    @Test
    void a_state_known_to_the_second_must_be_older_than_a_rounding_error() {
        var memory = new SessionMemory();
        memory.server(SEEN);
        var mark = new StateMark(0, SEEN.getEpochSecond(), true, false);

        memory.seen(List.of(row("app", "Query", null, mark)), SEEN.plusSeconds(2));
        assertThat(memory.mark(7, SEEN)).isNull();
        memory.seen(List.of(row("app", "Query", null, mark)), SEEN.plusSeconds(4));
        assertThat(memory.mark(7, SEEN)).isEqualTo(mark);
        var rounded = new StateMark(0, SEEN.getEpochSecond() + 1, true, false);
        assertThat(memory.since(7, rounded, SEEN.plusSeconds(1))).isEqualTo(SEEN);
    }

    @ParameterizedTest
    @CsvSource({"0x6974737862, 7, 4, 1, 'X''69747378'',X''62'',7'", "X'6974', 1, 2, 0, X'6974'"})
    void names_of_prepared_transactions_are_ready_for_use(
            String data, long format, int first, int second, String name) {
        assertThat(PreparedNames.name(data, format, first, second)).isEqualTo(name);
    }

    @Test
    void a_spare_entrance_is_what_the_server_says_it_is() {
        assertThat(SpareEntrance.of(Map.of("extra_port", "0"))).isNull();
        assertThat(SpareEntrance.of(Map.of("extra_port", "3307")))
                .isEqualTo(new SpareEntrance.Place(null, 3307));
        assertThat(SpareEntrance.of(Map.of("admin_address", "", "admin_port", "33062"))).isNull();
        assertThat(SpareEntrance.of(Map.of("admin_address", "*", "admin_port", "33062")))
                .isEqualTo(new SpareEntrance.Place(null, 33_062));
        assertThat(SpareEntrance.of(Map.of("admin_address", "10.0.0.9", "admin_port", "33062")))
                .isEqualTo(new SpareEntrance.Place("10.0.0.9", 33_062));
    }
}
