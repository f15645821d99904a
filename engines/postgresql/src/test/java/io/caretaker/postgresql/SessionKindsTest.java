package io.caretaker.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.session.SessionKind;
import io.caretaker.core.session.SessionState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionKindsTest {
    @ParameterizedTest
    @CsvSource({
        "client backend, CLIENT",
        "autovacuum worker, MAINTENANCE",
        "autovacuum launcher, SYSTEM",
        "walsender, REPLICATION",
        "walreceiver, REPLICATION",
        "logical replication launcher, SYSTEM",
        "logical replication worker, REPLICATION",
        "logical replication apply worker, REPLICATION",
        "logical replication tablesync worker, REPLICATION",
        "logical replication parallel worker, REPLICATION",
        "parallel worker, SYSTEM",
        "checkpointer, SYSTEM",
        "io worker, SYSTEM",
        "some extension, SYSTEM",
    })
    void the_type_of_a_process_decides_first(String type, SessionKind kind) {
        assertThat(kind(type, "web", SessionState.ACTIVE, "select ?")).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({
        "pg_dump, BACKUP",
        "pg_dumpall, BACKUP",
        "pg_basebackup, BACKUP",
        "pg_receivewal, BACKUP",
        "pgBackRest [backup], BACKUP",
        "barman_receive_wal, BACKUP",
        "wal-g, BACKUP",
        "pg_probackup, BACKUP",
        "pg_repack, MAINTENANCE",
        "pg_restore, MAINTENANCE",
        "pg_rewind, REPLICATION",
        "my pg_dump, CLIENT",
        "web, CLIENT",
    })
    void programs_that_take_backups_are_known_by_name(String application, SessionKind kind) {
        assertThat(kind("client backend", application, SessionState.IDLE, "select ?"))
                .isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({
        "vacuum full t, MAINTENANCE",
        "VACUUM, MAINTENANCE",
        "'ANALYZE (verbose) t', MAINTENANCE",
        "analyse t, MAINTENANCE",
        "REINDEX index concurrently i, MAINTENANCE",
        "refresh materialized view concurrently v, MAINTENANCE",
        "create unique index concurrently on t (c), MAINTENANCE",
        "create index i on t (c), MAINTENANCE",
        "cluster t, MAINTENANCE",
        "vacuums, CLIENT",
        "create table vacuum (id int), CLIENT",
        "explain analyze select ?, CLIENT",
        "select pg_backup_start(?), BACKUP",
        "select pg_start_backup (?), BACKUP",
        "select ? from pg_backup_starts, CLIENT",
    })
    void what_runs_tells_maintenance_and_backups(String query, SessionKind kind) {
        assertThat(kind("client backend", "psql", SessionState.ACTIVE, query)).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({"vacuum t, CLIENT", "select pg_backup_start(?), BACKUP"})
    void maintenance_ends_with_its_query_and_backup_mode_does_not(String query, SessionKind kind) {
        assertThat(kind("client backend", "psql", SessionState.IDLE, query)).isEqualTo(kind);
    }

    private static SessionKind kind(
            String type, String application, SessionState state, String query) {
        return SessionKinds.of(
                new SessionKinds.Signs(type, true, false, application, state, false, false, query));
    }
}
