package io.caretaker.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.session.DatabaseSession;
import io.caretaker.core.session.EndMethod;
import io.caretaker.core.session.EndReply;
import io.caretaker.core.session.LockForest;
import io.caretaker.core.session.LockTree;
import io.caretaker.core.session.SessionKind;
import io.caretaker.core.session.SessionSnapshot;
import io.caretaker.core.session.SessionState;
import io.caretaker.testkit.server.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What sessions are there for, and who waits for whom, on a real server.
@NullMarked
class PostgresSessionKindsIT {
    private static PostgresServer server;
    private static SessionsOnServer sessions;

    @BeforeAll
    static void start() throws Exception {
        server = PostgresServer.create();
        server.configure("max_prepared_transactions = 5").configure("autovacuum_naptime = 1s");
        server.configure("track_activity_query_size = 100kB").start();
        sessions = new SessionsOnServer(server, Accounts.caretaker(server));
        Accounts.create(
                server,
                "guest",
                "create table things (id int); grant all on things to guest;"
                        + "grant create on schema public to guest");
    }

    @AfterAll
    static void stop() {
        sessions.close();
        server.close();
    }

    @Test
    void a_client_is_seen_with_the_times_of_the_server_to_the_microsecond() throws Exception {
        try (PostgresGuest guest = guest()) {
            DatabaseSession session = sessions.see(guest);

            String start = activity(guest, "backend_start at time zone 'UTC'");
            assertThat(session.key().startedAt())
                    .isEqualTo(Instant.parse(start.replace(' ', 'T') + "Z"));
            assertThat(session.kind()).isEqualTo(SessionKind.CLIENT);
            assertThat(session.user()).isEqualTo("guest");
            assertThat(session.database()).isEqualTo("postgres");
            assertThat(session.client()).isEqualTo("127.0.0.1");
            assertThat(session.waitsFor()).isEqualTo("Client: ClientRead");
            assertThat(sessions.look().connections()).isGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void caretaker_knows_its_own_sessions() throws Exception {
        try (PostgresGuest namesake = PostgresGuest.connect(server, "guest", "caretaker");
                PostgresGuest other = PostgresGuest.connect(server, "care", "caretaker")) {
            SessionSnapshot snapshot = sessions.look();

            assertThat(snapshot.sessions())
                    .filteredOn(session -> session.kind() == SessionKind.OWN)
                    .extracting(DatabaseSession::user)
                    .containsExactly("care", "care");
            assertThat(sessions.see(other).kind()).isEqualTo(SessionKind.OWN);
            assertThat(sessions.see(namesake).kind()).isEqualTo(SessionKind.CLIENT);
        }
    }

    @Test
    void processes_of_the_server_are_no_clients() throws Exception {
        assertThat(sessions.look().sessions())
                .filteredOn(session -> session.user() == null)
                .isNotEmpty()
                .allMatch(session -> session.endable() != null)
                .noneMatch(session -> session.kind() == SessionKind.CLIENT);
    }

    @Test
    void without_the_start_of_a_wait_nobody_is_blamed_for_longer_than_his_transaction()
            throws Exception {
        try (PostgresGuest holder = guest();
                PostgresGuest waiter = guest()) {
            waiter.start(
                    "do $$ begin while not exists (select from pg_locks where pid = "
                            + holder.id()
                            + " and mode = 'AccessExclusiveLock') loop end loop;"
                            + " perform * from things; end $$");
            sessions.await(session ->
                    session.id().equals(waiter.id()) && session.state() == SessionState.ACTIVE);
            holder.run("begin");
            holder.run("lock table things");
            sessions.await(session -> session.id().equals(waiter.id()) && session.blocked());

            assertThat(oldLook("lock_wait_start", waiter)).isEqualTo(oldLook("xact_start", holder));
            assertThat(oldLook("query_start", waiter)).isLessThan(oldLook("xact_start", holder));
            holder.run("rollback");
        }
    }

    /// As a server before 14 is looked at.
    private static long oldLook(String column, PostgresGuest guest) {
        return Long.parseLong(
                server.sql(
                        "select "
                                + column
                                + " from ("
                                + SessionQuery.look(120_000)
                                + ") as look where pid = "
                                + guest.id()));
    }

    @Test
    void a_dump_is_a_backup_with_all_its_workers(@TempDir Path directory) throws Exception {
        try (PostgresGuest holder = PostgresGuest.connect(server, server.user(), "holder")) {
            holder.run("begin");
            holder.run("lock table things");
            Process dump = dump(directory);
            try {
                DatabaseSession waiting =
                        sessions.await(session ->
                                session.kind() == SessionKind.BACKUP && session.blocked());

                assertThat(waiting.application()).isEqualTo("pg_dump");
                assertThat(waiting.blockedBy()).containsExactly(holder.id());
            } finally {
                holder.run("rollback");
                assertThat(dump.waitFor(30, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    private static Process dump(Path directory) throws IOException {
        var builder =
                new ProcessBuilder(
                        server.program("pg_dump"),
                        "--host=127.0.0.1",
                        "--port=" + server.port(),
                        "--username=" + server.user(),
                        "--dbname=postgres",
                        "--format=directory",
                        "--jobs=2",
                        "--file=" + directory.resolve("dump"));
        builder.environment().putAll(Map.of("PGPASSWORD", server.password().reveal()));
        return builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    @Test
    void a_base_backup_is_a_backup(@TempDir Path directory) throws Exception {
        Process backup = baseBackup(directory.resolve("base"));
        try {
            assertThat(sessions.await(2, session -> session.kind() == SessionKind.BACKUP))
                    .extracting(DatabaseSession::application)
                    .containsOnly("pg_basebackup");
        } finally {
            backup.destroy();
            backup.waitFor();
        }
    }

    @Test
    void a_base_backup_is_known_by_what_it_does_whatever_it_calls_itself(@TempDir Path directory)
            throws Exception {
        server.sql("create role taker login replication password '" + password() + "'");
        allowReplication();
        Process backup = baseBackup(directory.resolve("base"), "taker", "nightly");
        try {
            // The server may not have noticed yet that the backup of another test is gone.
            DatabaseSession session =
                    sessions.await(each ->
                            each.kind() == SessionKind.BACKUP
                                    && !"pg_basebackup".equals(each.application()));

            assertThat(session.application()).isEqualTo("nightly");
        } finally {
            backup.destroy();
            backup.waitFor();
        }
    }

    private static String password() {
        return server.password().reveal();
    }

    private static void allowReplication() {
        server.allow(
                "local all all peer",
                "local replication all peer",
                "host all all 127.0.0.1/32 scram-sha-256",
                "host replication all 127.0.0.1/32 scram-sha-256");
        server.sql("select pg_reload_conf()");
    }

    private static Process baseBackup(Path directory) throws IOException {
        allowReplication();
        return baseBackup(directory, server.user(), "pg_basebackup");
    }

    private static Process baseBackup(Path directory, String user, String application)
            throws IOException {
        var builder =
                new ProcessBuilder(
                        server.program("pg_basebackup"),
                        "--dbname=host=127.0.0.1 port="
                                + server.port()
                                + " user="
                                + user
                                + " application_name="
                                + application,
                        "--pgdata=" + directory,
                        "--checkpoint=fast",
                        "--max-rate=32k");
        builder.environment().put("PGPASSWORD", password());
        return builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    @Test
    void a_session_in_backup_mode_is_a_backup() throws Exception {
        try (PostgresGuest guest = PostgresGuest.connect(server, server.user(), "script")) {
            boolean old = Integer.parseInt(guest.ask("show server_version_num")) < 150_000;
            guest.run(
                    old
                            ? "select pg_start_backup('label', true, false)"
                            : "select pg_backup_start('label', true)");

            assertThat(sessions.see(guest).kind()).isEqualTo(SessionKind.BACKUP);
        }
    }

    @Test
    void maintenance_by_hand_is_known_while_it_waits_and_while_it_runs() throws Exception {
        try (PostgresGuest holder = PostgresGuest.connect(server, server.user(), "holder");
                PostgresGuest vacuum = PostgresGuest.connect(server, server.user(), "psql");
                PostgresGuest refresh = PostgresGuest.connect(server, server.user(), "psql")) {
            holder.run("create table kept (id int)");
            holder.run("begin; lock table kept in share mode");
            vacuum.start("/* nightly */ vacuum (full) kept");
            refresh.run(
                    "create materialized view slow as select pg_sleep(60)::text as x with no data");
            refresh.start("refresh materialized view slow");

            DatabaseSession waiting = sessions.await(vacuum, DatabaseSession::blocked);
            DatabaseSession running =
                    sessions.await(refresh, session -> session.state() == SessionState.ACTIVE);

            assertThat(waiting.kind()).isEqualTo(SessionKind.MAINTENANCE);
            assertThat(running.kind()).isEqualTo(SessionKind.MAINTENANCE);
            holder.run("rollback");
        }
    }

    @Test
    void autovacuum_is_maintenance_of_nobody() throws Exception {
        server.sql(
                "create table dead (id int) with (autovacuum_vacuum_threshold = 0,"
                        + " autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_cost_delay = 100,"
                        + " autovacuum_vacuum_cost_limit = 1);"
                        + "insert into dead select generate_series(1, 100000); delete from dead;");

        DatabaseSession worker =
                sessions.await(session ->
                        session.kind() == SessionKind.MAINTENANCE && session.user() == null);

        assertThat(worker.endable()).isNotNull();
        assertThat(sessions.end(worker, EndMethod.CANCEL))
                .isInstanceOfAny(EndReply.Denied.class, EndReply.Gone.class);
        server.sql("drop table dead");
    }

    @Test
    void workers_of_a_parallel_query_follow_their_leader() throws Exception {
        server.sql("create table wide as select generate_series(1, 1000) as id; analyze wide");
        server.sql("grant select on wide to guest");
        try (PostgresGuest leader = guest()) {
            leader.run("set parallel_setup_cost = 0; set parallel_tuple_cost = 0");
            leader.run("set min_parallel_table_scan_size = 0; set max_parallel_workers = 2");
            leader.start("select count(*) from wide where pg_sleep(0.2) is not null");

            DatabaseSession worker =
                    sessions.await(session ->
                            session.kind() == SessionKind.SYSTEM && "guest".equals(session.user()));

            assertThat(worker.blockedBy()).isEmpty();
            assertThat(sessions.see(leader).kind()).isEqualTo(SessionKind.CLIENT);
        }
    }

    @Test
    void a_prepared_transaction_is_the_root_of_those_who_wait_for_it() throws Exception {
        try (PostgresGuest owner = guest();
                PostgresGuest waiter = guest();
                PostgresGuest unconcerned = guest()) {
            owner.run("create table split (id int)");
            owner.run("begin; lock table split in access share mode; prepare transaction 'other'");
            owner.run("begin; lock table split in row exclusive mode");
            owner.run("insert into split values (1); prepare transaction 'it''s mine'");
            waiter.start("begin; lock table split in share mode");
            unconcerned.hold("a");

            DatabaseSession waiting = sessions.await(waiter, DatabaseSession::blocked);
            LockTree tree = LockForest.of(sessions.look()).getFirst();

            assertThat(waiting.blockedBy()).containsExactly("prepared:it's mine");
            assertThat(tree.session().kind()).isEqualTo(SessionKind.PREPARED);
            assertThat(tree.session().user()).isEqualTo("guest");
            assertThat(tree.session().endable()).contains("ROLLBACK PREPARED 'it''s mine'");
            assertThat(tree.session().transactionSince()).isBefore(sessions.look().at());
            assertThat(tree.waiting()).isEqualTo(1);
            assertThat(sessions.end(tree.session(), EndMethod.TERMINATE))
                    .isInstanceOf(EndReply.Failed.class);
            owner.run("rollback prepared 'it''s mine'");
            owner.run("rollback prepared 'other'");
            sessions.await(waiter, session -> !session.blocked());
        }
    }

    @Test
    void who_waits_for_several_names_them_all() throws Exception {
        try (PostgresGuest one = guest();
                PostgresGuest other = guest();
                PostgresGuest waiter = guest();
                PostgresGuest last = guest()) {
            one.run("begin; lock table things in row exclusive mode");
            other.run("begin; lock table things in row exclusive mode");
            waiter.start("begin; lock table things in share mode");
            DatabaseSession waiting = sessions.await(waiter, DatabaseSession::blocked);
            last.start("begin; lock table things in row exclusive mode");
            DatabaseSession behind = sessions.await(last, DatabaseSession::blocked);

            assertThat(waiting.blockedBy()).containsExactlyInAnyOrder(one.id(), other.id());
            assertThat(waiting.waitsFor()).isEqualTo("Lock: relation");
            assertThat(behind.blockedBy()).containsExactly(waiter.id());
            assertThat(behind.lockWaitSince()).isAfter(waiting.lockWaitSince());
            assertThat(LockForest.of(sessions.look()))
                    .extracting(LockTree::waiting)
                    .containsExactly(2, 0);
        }
    }

    @Test
    void a_chain_of_thirty_has_one_root() throws Exception {
        var guests = Stream.generate(PostgresSessionKindsIT::guest).limit(31).toList();
        try {
            PostgresGuest former = guests.getFirst();
            former.hold("0");
            for (int i = 1; i < guests.size(); i++) {
                guests.get(i).hold(Integer.toString(i));
                guests.get(i).want(Integer.toString(i - 1));
                sessions.await(guests.get(i), DatabaseSession::blocked);
            }

            List<LockTree> forest = LockForest.of(sessions.look());

            assertThat(forest).hasSize(1);
            assertThat(forest.getFirst().session().id()).isEqualTo(former.id());
            assertThat(forest.getFirst().waiting()).isEqualTo(30);
        } finally {
            guests.forEach(PostgresGuest::close);
        }
    }

    @Test
    void texts_in_another_encoding_or_with_anything_in_them_break_nothing() throws Exception {
        server.sql(
                "create database latin encoding 'LATIN1' lc_collate 'C' lc_ctype 'C'"
                        + " template template0");
        try (PostgresGuest latin =
                PostgresGuest.connect(server, "latin", "guest", "caf\u00e9\u0007")) {
            latin.run("select 1 as \"caf\u00e9\\\", 'secret \u00fc\\' as \"a\u0001b\"");

            DatabaseSession session = sessions.await(latin, each -> each.query() != null);

            assertThat(session.query()).startsWith("select ? as \"caf\uFFFD\\\", ?");
            assertThat(session.query()).doesNotContain("secret").doesNotContain("\u0001");
            assertThat(session.application()).startsWith("caf");
        }
    }

    @Test
    void a_huge_query_is_cut() throws Exception {
        try (PostgresGuest guest = guest()) {
            guest.run("select id from things where id is null" + " or id = 1".repeat(8_000));

            String query = sessions.await(guest, each -> each.query() != null).query();

            assertThat(query).hasSizeLessThanOrEqualTo(1_000).endsWith("…");
        }
    }

    private static PostgresGuest guest() {
        try {
            return PostgresGuest.connect(server, "guest", "guest");
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String activity(PostgresGuest guest, String column) {
        return server.sql("select " + column + " from pg_stat_activity where pid = " + guest.id());
    }
}
