package io.caretaker.mongostore;

import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.InventoryChange;
import io.caretaker.core.inventory.InventoryChange.AddService;
import io.caretaker.core.inventory.InventoryChange.PutHost;
import io.caretaker.core.inventory.InventoryChange.RemoveHost;
import io.caretaker.core.status.Status;
import io.caretaker.testkit.store.HistorySamples;
import io.caretaker.testkit.store.InventorySamples;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A process of its own that changes the inventory and appends rows, and says after each which
/// number is kept: `WritingProcess <uri> <name> <first> <end>`. What a number stands for is always
/// the same.
final class WritingProcess {
    static final int SERVICES = 20;
    static final Instant START = Instant.parse("2026-11-22T00:00:00Z");
    private static final Duration STEP = Duration.ofMinutes(7);
    private static final int ROWS = 60;

    private WritingProcess() {}

    public static void main(String[] args) {
        PrintStream out = System.out;
        int end = Integer.parseInt(args[3]);
        MongoAddress address = MongoAddress.of(args[0], null, null, null);
        try (var store = MongoStore.open(address, TestServer.TERMS)) {
            for (int i = Integer.parseInt(args[2]); i < end; i++) {
                store.inventory().apply(changes(args[1], i), InventorySamples.NOW);
                out.println("inventory " + i);
                store.history().append(batch(args[1], i));
                out.println("history " + i);
            }
        }
    }

    /// The name's one host: there with its services after an even number, gone after an odd one.
    static List<InventoryChange> changes(String name, int number) {
        Host host = host(name, number);
        if (number % 2 == 1) {
            return List.of(new PutHost(host), new RemoveHost(host.id()));
        }
        var changes = new ArrayList<InventoryChange>();
        changes.add(new PutHost(host));
        changes.add(new RemoveHost(host.id()));
        changes.add(new PutHost(host));
        for (int i = 0; i < SERVICES; i++) {
            changes.add(
                    new AddService(InventorySamples.service(name + '-' + i, host.id().value())));
        }
        return changes;
    }

    static Host host(String name, int number) {
        return InventorySamples.host("host-" + name, "stage" + number, "region" + number);
    }

    static HostId hostId(String name) {
        return host(name, 0).id();
    }

    static List<HistoryEntry> batch(String name, int number) {
        var batch = new ArrayList<HistoryEntry>();
        for (int i = 0; i < ROWS; i++) {
            Instant at = START.plus(STEP.multipliedBy(number)).plusSeconds(i * 20L);
            Status status = (number + i) % 7 == 0 ? Status.ERROR : Status.RUNNING;
            var took = Duration.ofMillis((number * 31L + i * 7L) % 100);
            batch.add(HistorySamples.check(name + '-' + i % 5, at, status, took));
        }
        return batch;
    }

    static Process start(String uri, String name, int first, int end) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WritingProcess.class.getName(),
                        uri,
                        name,
                        Integer.toString(first),
                        Integer.toString(end))
                .redirectError(Redirect.DISCARD)
                .start();
    }
}
