package io.caretaker.server;

import static io.caretaker.server.Fixture.REFUSED;
import static io.caretaker.server.Fixture.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caretaker.core.change.Change;
import io.caretaker.core.change.ChangeId;
import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.health.EngineKind;
import io.caretaker.core.status.Status;
import io.caretaker.server.change.ChangeJournal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockdownTest {
    @TempDir Path directory;

    @Test
    void a_server_under_lockdown_is_neither_down_nor_healed_until_it_is_released() {
        try (var fixture = new Fixture(directory)) {
            fixture.check =
                    new CheckSpec.Database(
                            new DatabaseTarget(
                                    EngineKind.POSTGRESQL,
                                    "127.0.0.1",
                                    5432,
                                    null,
                                    null,
                                    null,
                                    DatabaseTarget.TlsMode.DEFAULT,
                                    null));
            var journal = new ChangeJournal(directory.resolve("changes"));
            var change =
                    new Change(
                            new ChangeId("lockdown-1"),
                            "lockdown",
                            "postgresql:1",
                            "db",
                            "cli:anna",
                            Instant.parse("2026-01-02T03:04:05Z"),
                            List.of());
            journal.begin(change);
            fixture.answers.put(id("db"), REFUSED);
            // The second service is the same server, by its host and port.
            fixture.with(fixture.service("db"), fixture.service("same")).start();
            fixture.answers.put(id("same"), REFUSED);

            await().until(() -> fixture.state("same").status() == Status.WARNING);
            await().until(() -> fixture.state("db").status() == Status.WARNING);
            assertThat(fixture.state("db").message())
                    .contains("locked down since 2026-01-02T03:04:05Z by cli:anna");
            assertThat(fixture.notices).noneMatch(notice -> notice.title().contains("is down"));

            journal.close(change.id());
            await().until(() -> !fixture.notices.isEmpty());
        }
    }
}
