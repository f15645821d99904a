package io.caretaker.it;

import static io.caretaker.it.Daemon.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caretaker.core.inventory.Service;
import io.caretaker.testkit.server.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Somebody breaks the configuration of a server that runs on, and it dies later.
class ConfigurationStoryIT {
    private static final String BROKEN = "no_such_setting = 1";

    @TempDir Path directory;

    @Test
    void the_last_good_configuration_comes_back_and_the_bad_one_is_kept_beside_it()
            throws Exception {
        try (var server = PostgresServer.create();
                var daemon = Daemon.in(directory)) {
            Path file = configuration(server);
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
            server.start();
            daemon.recovery = Daemon.patience(3, Duration.ofSeconds(1), Duration.ofSeconds(20));
            Service service = daemon.adopt(server.port());
            String good = Files.readString(file);
            daemon.start().awaitUp(service);
            await().atMost(LONG).until(this::somethingKept);

            server.configure(BROKEN);
            server.kill();

            daemon.awaitAudit(service.id(), "recovery.restore_configuration");
            assertThat(daemon.recoveries(service.id()))
                    .containsExactly("recovery.start-", "recovery.restore_configuration+");
            daemon.awaitUp(service);
            assertThat(file).hasContent(good);
            assertThat(besides(file))
                    .singleElement()
                    .satisfies(bad -> {
                        assertThat(bad).content().contains(BROKEN);
                        assertThat(Files.getOwner(bad)).isEqualTo(Files.getOwner(file));
                    });
        }
    }

    @Test
    void without_a_kept_one_a_person_is_told_what_is_wrong() throws Exception {
        try (var server = PostgresServer.startNew();
                var daemon = Daemon.in(directory)) {
            Service service = daemon.adopt(server.port());
            daemon.start().awaitUp(service);

            server.configure(BROKEN);
            server.kill();

            assertThat(daemon.awaitGaveUp(service.id()))
                    .contains("configuration is invalid")
                    .contains("no_such_setting");
            assertThat(daemon.recoveries(service.id()))
                    .containsExactly("recovery.start-", "recovery.give_up-");
            assertThat(configuration(server)).content().contains(BROKEN);
        }
    }

    private static Path configuration(PostgresServer server) {
        return server.dataDirectory().resolve("postgresql.conf");
    }

    private boolean somethingKept() throws IOException {
        try (Stream<Path> all = Files.walk(directory.resolve("configurations"))) {
            return all.anyMatch(path -> path.toString().endsWith("%2Fpostgresql.conf"));
        } catch (IOException e) {
            return false;
        }
    }

    private static List<Path> besides(Path file) throws IOException {
        try (Stream<Path> all = Files.list(file.getParent())) {
            return all.filter(path -> path.toString().startsWith(file + ".")).toList();
        }
    }
}
