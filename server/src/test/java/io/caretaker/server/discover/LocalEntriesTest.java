package io.caretaker.server.discover;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.HostLimits;
import io.caretaker.core.document.Fields;
import io.caretaker.core.document.ServiceDefaults;
import io.caretaker.core.document.ServiceDocument;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.health.EngineKind;
import io.caretaker.core.health.LocalServer;
import io.caretaker.core.host.ServiceControl;
import io.caretaker.core.inventory.Care;
import io.caretaker.core.inventory.Monitoring;
import io.caretaker.core.inventory.Placement;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.recovery.RecoveryPolicy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LocalEntriesTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private static final LocalServer SERVER =
            new LocalServer(
                    EngineKind.MARIADB,
                    "mariadb-3306",
                    42,
                    "mysql",
                    "127.0.0.1",
                    3306,
                    null,
                    null,
                    null,
                    new ServiceControl.None(),
                    null,
                    List.of(),
                    List.of());

    private final LocalEntries entries =
            new LocalEntries(
                    "here",
                    Placement.of("production", "here"),
                    HostLimits.DEFAULT,
                    Monitoring.DEFAULT,
                    RecoveryPolicy.DEFAULT,
                    Care.DEFAULT,
                    () -> NOW);

    private static DatabaseTarget target(String user) {
        return new DatabaseTarget(
                EngineKind.MARIADB,
                "127.0.0.1",
                3306,
                null,
                user,
                null,
                DatabaseTarget.TlsMode.DEFAULT,
                null);
    }

    /// As a person who sets something leaves it.
    private Service edited(Service service) {
        var document = ServiceDocument.of(service);
        document.put("origin", "managed");
        document.put("care", Map.of("long_query_sec", 60));
        return Fields.stored(
                document, fields -> ServiceDocument.read(fields, ServiceDefaults.stored(NOW)));
    }

    @Test
    void adopting_again_keeps_what_a_person_has_set_and_healing() {
        Service known = edited(entries.adopted(SERVER, target("old"), true));

        Service again = entries.adoptedAgain(known, SERVER, target("new"), false);

        assertThat(again.care()).isEqualTo(known.care()).isNotEqualTo(Care.DEFAULT);
        assertThat(again.recovery().recoverOnDown()).isTrue();
        assertThat(again.check()).isEqualTo(new CheckSpec.Database(target("new")));
    }

    @Test
    void an_entry_that_nobody_has_touched_is_made_anew() {
        Service known = entries.adopted(SERVER, target("old"), true);

        assertThat(entries.adoptedAgain(known, SERVER, target("new"), false))
                .isEqualTo(entries.adopted(SERVER, target("new"), false));
    }
}
