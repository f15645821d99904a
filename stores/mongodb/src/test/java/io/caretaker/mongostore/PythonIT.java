package io.caretaker.mongostore;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.InventoryChange.AddHost;
import io.caretaker.core.inventory.InventoryChange.AddService;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.status.FlapHistory;
import io.caretaker.core.status.ServiceState;
import io.caretaker.core.status.Status;
import io.caretaker.testkit.store.HistorySamples;
import io.caretaker.testkit.store.InventorySamples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A Python program with pymongo reads and writes the public collections, knowing nothing but their
/// names and fields (`src/test/python/fleet.py`).
class PythonIT {
    private static final Path PROGRAM = Path.of("src", "test", "python", "fleet.py");
    private static final Instant NOW = InventorySamples.NOW;

    private final TestServer server = new TestServer();
    private final MongoStore store = server.open();

    @BeforeEach
    void needsPymongo() throws Exception {
        boolean there = python("-c", "import pymongo").waitFor() == 0;
        if (Boolean.getBoolean("it.required")) {
            assertThat(there).as("python3 with pymongo (apt-get install python3-pymongo)").isTrue();
        }
        Assumptions.assumeTrue(there, "SKIPPED: python3 has no pymongo");
    }

    @AfterEach
    void stop() {
        store.close();
        server.close();
    }

    private static Process python(String... arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add("/usr/bin/python3");
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private void run(String what) throws Exception {
        Process program =
                python(PROGRAM.toString(), what, server.uri(), server.address().database());
        String said = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(program.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(program.exitValue()).as(said).isZero();
    }

    @Test
    void it_lists_what_caretaker_wrote() throws Exception {
        store.inventory()
                .apply(
                        List.of(
                                new AddHost(InventorySamples.host("h1")),
                                new AddHost(InventorySamples.host("h2", "staging", "busan")),
                                new AddService(InventorySamples.service("s1", "h1")),
                                new AddService(InventorySamples.plainService("s2", "h1")),
                                new AddService(InventorySamples.plainService("s3", "h2"))),
                        NOW);
        store.states()
                .write(List.of(state("s1", Status.RUNNING, 0), state("s2", Status.STOPPED, 3)));
        var rows = new ArrayList<HistoryEntry>();
        for (int i = 0; i < 100; i++) {
            Status status = i % 10 == 0 ? Status.STOPPED : Status.RUNNING;
            rows.add(HistorySamples.check("s1", NOW.minusSeconds(60L * i), status));
        }
        store.history().append(rows);

        run("read");
    }

    private static ServiceState state(String id, Status status, int failures) {
        return new ServiceState(
                new ServiceId(id),
                status,
                status,
                0,
                failures,
                NOW,
                NOW.minusSeconds(60),
                null,
                FlapHistory.CALM,
                false,
                false,
                "",
                null,
                99.5);
    }

    @Test
    void what_it_inserts_is_in_caretakers_inventory_at_once() throws Exception {
        long before = store.inventory().revision();

        run("write");

        assertThat(store.inventory().revision()).isNotEqualTo(before);
        Inventory found = store.inventory().read();
        assertThat(found.hosts()).hasSize(1);
        assertThat(found.services(each -> each.check() instanceof CheckSpec.Unit)).hasSize(1);
        assertThat(found.services(each -> each.check() instanceof CheckSpec.Database)).hasSize(1);
        assertThat(found.services(each -> each.check() instanceof CheckSpec.Http)).hasSize(1);
        assertThat(store.problems()).isEmpty();
    }
}
