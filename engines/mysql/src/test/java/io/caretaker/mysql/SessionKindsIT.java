package io.caretaker.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.session.DatabaseSession;
import io.caretaker.core.session.EndMethod;
import io.caretaker.core.session.EndReply;
import io.caretaker.core.session.SessionKind;
import io.caretaker.core.session.SessionState;
import io.caretaker.testkit.server.MySqlServer;
import io.caretaker.testkit.server.MysqlFamilyServer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What sessions are there for, on real servers.
final class SessionKindsIT {
    @ParameterizedTest
    @EnumSource(Brand.class)
    void clients_caretaker_and_the_server_itself_are_told_apart(Brand brand) throws Exception {
        try (MysqlFamilyServer server = brand.started();
                SessionsOnServer care = SessionsOnServer.careful(server);
                MysqlGuest guest = MysqlGuest.connect(server);
                MysqlGuest namesake = MysqlGuest.connect(server, "caretaker")) {
            server.sql("SET GLOBAL event_scheduler = ON");
            server.sql("CREATE EVENT house.tidying ON SCHEDULE EVERY 1 HOUR DO SELECT SLEEP(300)");

            care.await(each -> each.kind() == SessionKind.SYSTEM && each.user() == null);
            DatabaseSession event =
                    care.await(each ->
                            each.kind() == SessionKind.SYSTEM
                                    && each.query() != null
                                    && each.query()
                                            .toLowerCase(java.util.Locale.ROOT)
                                            .contains("sleep"));

            assertThat(event.state()).isNotEqualTo(SessionState.IDLE);
            DatabaseSession client = care.see(guest);
            assertThat(client.kind()).isEqualTo(SessionKind.CLIENT);
            assertThat(client.client()).isIn("localhost", "127.0.0.1");
            assertThat(client.user()).isEqualTo("guest");
            assertThat(care.see(namesake).kind()).isEqualTo(SessionKind.CLIENT);
            DatabaseSession own = care.await(each -> each.kind() == SessionKind.OWN);
            assertThat(own.user()).isEqualTo("care");
            for (EndMethod method : EndMethod.values()) {
                assertThat(care.end(own, method)).isEqualTo(new EndReply.Gone());
            }
            assertThat(care.look().sessions())
                    .filteredOn(session -> session.user() == null)
                    .isNotEmpty()
                    .allMatch(session -> session.endable() != null)
                    .noneMatch(session -> session.kind() == SessionKind.CLIENT);
            for (DatabaseSession session : care.look().sessions()) {
                if (session.user() == null) {
                    assertThat(care.end(session, EndMethod.TERMINATE))
                            .isInstanceOfAny(EndReply.Gone.class, EndReply.Denied.class);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Brand.class)
    void a_dump_is_a_backup(Brand brand) throws Exception {
        try (MysqlFamilyServer server = brand.started();
                SessionsOnServer care = SessionsOnServer.careful(server);
                MysqlGuest holder = MysqlGuest.connect(server)) {
            holder.run("LOCK TABLES house.things WRITE");
            Process dump = dump(server);
            try {
                DatabaseSession waiting =
                        care.await(each -> each.kind() == SessionKind.BACKUP && each.blocked());

                assertThat(waiting.application()).isIn("mysqldump", "mariadb-dump");
                assertThat(waiting.blockedBy()).containsExactly(holder.id());
            } finally {
                holder.run("UNLOCK TABLES");
                assertThat(dump.waitFor(30, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    private static Process dump(MysqlFamilyServer server) throws IOException {
        String program =
                server instanceof MySqlServer mysql
                        ? mysql.programs().resolve("bin/mysqldump").toString()
                        : "mariadb-dump";
        return program(server, program, "house");
    }

    private static Process program(MysqlFamilyServer server, String program, String... options)
            throws IOException {
        var command =
                new java.util.ArrayList<>(
                        List.of(
                                program,
                                "--no-defaults",
                                "--host=127.0.0.1",
                                "--port=" + server.port(),
                                "--user=admin"));
        command.addAll(List.of(options));
        var builder = new ProcessBuilder(command);
        builder.environment().put("MYSQL_PWD", server.password().reveal());
        return builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    @Test
    void a_copy_of_the_files_is_a_backup() throws Exception {
        try (MysqlFamilyServer server = Brand.MARIADB.started();
                SessionsOnServer care = SessionsOnServer.careful(server);
                MysqlGuest staging =
                        MysqlGuest.connect(server, "admin", server.password().reveal(), "script")) {
            staging.run("BACKUP STAGE START");
            var directory = Files.createTempDirectory("copy");
            Process copy =
                    program(
                            server,
                            "mariadb-backup",
                            "--backup",
                            "--datadir=" + server.dataDirectory(),
                            "--password=" + server.password().reveal(),
                            "--target-dir=" + directory);
            try {
                List<DatabaseSession> seen =
                        care.await(
                                2,
                                each ->
                                        each.kind() == SessionKind.BACKUP
                                                && !each.id().equals(staging.id()));

                assertThat(seen).allMatch(each -> "libmysql".equals(each.application()));
            } finally {
                copy.destroyForcibly();
                copy.waitFor();
                io.caretaker.testkit.server.Programs.deleteTree(directory);
            }
        }
    }

    /// As XtraBackup does, which names no program.
    @Test
    void who_keeps_definitions_as_they_are_is_a_backup_whatever_he_says() throws Exception {
        try (MysqlFamilyServer server = Brand.MYSQL.started();
                SessionsOnServer care = SessionsOnServer.careful(server);
                MysqlGuest copier =
                        MysqlGuest.connect(server, "admin", server.password().reveal(), null);
                MysqlGuest guest = MysqlGuest.connect(server)) {
            copier.run("LOCK INSTANCE FOR BACKUP");
            copier.run("DO 1");
            guest.run("BEGIN");
            guest.run("UPDATE house.things SET n = 1 WHERE name = 'a'");

            assertThat(care.see(copier).kind()).isEqualTo(SessionKind.BACKUP);
            assertThat(care.see(guest).kind()).isEqualTo(SessionKind.CLIENT);
            copier.run("UNLOCK INSTANCE");
        }
    }

    @Test
    void a_program_with_the_library_of_mysql_is_no_copy_of_the_files() throws Exception {
        try (MysqlFamilyServer server = Brand.MARIADB.started();
                SessionsOnServer care = SessionsOnServer.careful(server);
                MysqlGuest guest =
                        MysqlGuest.telling(
                                server, "_client_name:libmysql,_client_version:8.0.33")) {
            assertThat(care.see(guest).kind()).isEqualTo(SessionKind.CLIENT);
        }
    }

    @ParameterizedTest
    @EnumSource(Brand.class)
    void a_replica_is_seen_on_both_sides(Brand brand) throws Exception {
        try (MysqlFamilyServer source = brand.create().configure("server-id=1");
                MysqlFamilyServer replica = brand.create().configure("server-id=2")) {
            source.configure("log-bin=binlog").start();
            replica.start();
            source.sql(
                    "CREATE USER shipping@localhost IDENTIFIED "
                            + (brand == Brand.MYSQL ? "WITH mysql_native_password " : "")
                            + "BY 'p'; GRANT REPLICATION SLAVE ON *.* TO shipping@localhost");
            try (SessionsOnServer onSource = SessionsOnServer.careful(source);
                    SessionsOnServer onReplica = SessionsOnServer.careful(replica)) {
                String[] place = source.sql("SHOW MASTER STATUS").split("\\s+", -1);
                replica.sql(
                        "CHANGE MASTER TO MASTER_HOST='127.0.0.1', MASTER_PORT="
                                + source.port()
                                + ", MASTER_USER='shipping', MASTER_PASSWORD='p', MASTER_LOG_FILE='"
                                + place[0]
                                + "', MASTER_LOG_POS="
                                + place[1]
                                + "; START SLAVE");
                DatabaseSession sender =
                        onSource.await(each -> each.kind() == SessionKind.REPLICATION);
                List<DatabaseSession> receivers =
                        onReplica.await(2, each -> each.kind() == SessionKind.REPLICATION);

                assertThat(sender.user()).isEqualTo("shipping");
                assertThat(receivers)
                        .allMatch(each -> each.user() == null && each.endable() != null);
                for (DatabaseSession receiver : receivers) {
                    assertThat(onReplica.end(receiver, EndMethod.TERMINATE))
                            .isEqualTo(new EndReply.Gone());
                }
            }
        }
    }
}
