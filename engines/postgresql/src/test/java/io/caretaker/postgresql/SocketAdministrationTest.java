package io.caretaker.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.health.EngineKind;
import io.caretaker.core.health.LocalServer;
import io.caretaker.core.host.ServiceControl;
import io.caretaker.postgresql.Administration.Refusal;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@NullMarked
@Timeout(20)
class SocketAdministrationTest {
    @Test
    void a_server_that_never_answers_is_left_at_the_deadline(@TempDir Path directory)
            throws Exception {
        try (var silent = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            silent.bind(UnixDomainSocketAddress.of(directory.resolve(".s.PGSQL.5432")));

            assertThat(run(directory, Duration.ofMillis(300)).reason()).endsWith("in time");
        }
    }

    @Test
    void a_socket_that_is_not_there_is_named(@TempDir Path directory) throws Exception {
        assertThat(run(directory, Duration.ofSeconds(10)).reason())
                .contains(directory.resolve(".s.PGSQL.5432") + ": ");
    }

    private static Refusal run(Path directory, Duration budget) throws InterruptedException {
        Refusal refusal =
                new SocketAdministration(server(directory))
                        .run(
                                "postgres",
                                List.of("select 1"),
                                Deadline.after(budget, System::nanoTime));
        assertThat(refusal).isNotNull();
        return refusal;
    }

    private static LocalServer server(Path directory) {
        return new LocalServer(
                EngineKind.POSTGRESQL,
                "postgresql-5432",
                1,
                "postgres",
                "127.0.0.1",
                5432,
                directory.toString(),
                null,
                null,
                new ServiceControl.None(),
                null,
                List.of(),
                List.of());
    }
}
