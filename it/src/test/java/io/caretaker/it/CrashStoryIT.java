package io.caretaker.it;

import static io.caretaker.it.Daemon.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caretaker.core.audit.AuditLog.Verification;
import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.status.Status;
import io.caretaker.core.status.Transition;
import io.caretaker.testkit.server.DatabaseServer;
import io.caretaker.testkit.server.MariaDbServer;
import io.caretaker.testkit.server.PostgresServer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server is killed, and is back with everything told.
class CrashStoryIT {
    private static final Duration NOTICED_WITHIN = Duration.ofSeconds(2);

    @TempDir Path directory;

    @Test
    void a_killed_postgresql_is_noticed_at_once_and_brought_back() throws Exception {
        try (var server = PostgresServer.startNew();
                var daemon = Daemon.in(directory)) {
            crashAndComeBack(daemon, server, server.port());
            assertThat(server.sql("SELECT 'here'")).isEqualTo("here");
        }
    }

    @Test
    void a_killed_mariadb_is_noticed_at_once_and_brought_back() throws Exception {
        try (var server = MariaDbServer.startNew();
                var daemon = Daemon.in(directory)) {
            crashAndComeBack(daemon, server, server.port());
            assertThat(server.sql("SELECT 'here'")).isEqualTo("here");
        }
    }

    private static void crashAndComeBack(Daemon daemon, DatabaseServer server, int port)
            throws Exception {
        Service service = daemon.adopt(port);
        daemon.start().awaitUp(service);
        assertThat(daemon.pid(service.id())).isEqualTo(server.pid());

        long killed = System.nanoTime();
        server.kill();

        var down = daemon.awaitSeen(service.id(), Transition.Kind.HARD_DOWN, killed);
        assertThat(Duration.ofNanos(down.nanos() - killed)).isLessThan(NOTICED_WITHIN);
        daemon.awaitSeen(service.id(), Transition.Kind.HARD_UP, killed);
        await().atMost(LONG)
                .until(() ->
                        daemon.pid(service.id()) != 0 && daemon.pid(service.id()) != server.pid());
        toldInFull(daemon, service);
    }

    private static void toldInFull(Daemon daemon, Service service) throws Exception {
        daemon.awaitAudit(service.id(), "recovery.start");
        assertThat(daemon.recoveries(service.id())).containsExactly("recovery.start+");
        assertThat(daemon.store.audit().verify()).isInstanceOf(Verification.Intact.class);
        await().atMost(LONG).until(() -> daemon.told("was brought back").size() == 1);
        assertThat(daemon.told("is down")).hasSize(1);
        var history = daemon.history(service.id());
        assertThat(history)
                .anyMatch(row -> row.status() == Status.STOPPED)
                .anyMatch(row -> row.recovery() != null && row.recovery().success());
        assertThat(history.stream().map(HistoryEntry::timestamp).distinct()).hasSameSizeAs(history);
    }
}
