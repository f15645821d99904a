package io.caretaker.bench;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.check.Metrics;
import io.caretaker.core.status.Status;
import io.caretaker.mongostore.MongoAddress;
import io.caretaker.mongostore.MongoStore;
import io.caretaker.testkit.store.HistorySamples;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/// How fast rows go into the MongoDB store: `MongoInsertBench [URI]`. Without an address a server
/// that keeps everything in memory runs in this process and shares its processors.
final class MongoInsertBench {
    private static final PrintStream OUT = System.out;
    private static final Logger ALL = Logger.getLogger("");
    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();
    private static final Instant START = Instant.parse("2026-11-22T00:00:00Z");
    private static final int SERVICES = 1000;
    private static final int BATCH = 5000;
    private static final int ROUNDS = 12;
    private static final int WARM_UP = 8;

    private MongoInsertBench() {}

    public static void main(String[] args) {
        ALL.setLevel(Level.OFF);
        if (args.length > 0) {
            measure(args[0]);
            return;
        }
        var server = new MongoServer(new MemoryBackend());
        try {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            measure("mongodb://127.0.0.1:" + server.getLocalAddress().getPort() + "/bench");
        } finally {
            server.shutdownNow();
        }
    }

    private static void measure(String uri) {
        MongoAddress address = MongoAddress.of(uri, null, null, null);
        var terms = MongoStore.Terms.of(Duration.ofDays(30));
        try (MongoStore store = MongoStore.open(address, terms)) {
            for (int round = 0; round < WARM_UP; round++) {
                store.history().append(batch(round));
            }
            long cpu = CPU.getCurrentThreadCpuTime();
            long began = System.nanoTime();
            for (int round = WARM_UP; round < WARM_UP + ROUNDS; round++) {
                store.history().append(batch(round));
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            double own = (CPU.getCurrentThreadCpuTime() - cpu) / 1e9;
            int rows = ROUNDS * BATCH;
            OUT.printf(
                    "insert: %,d rows, %,.0f rows/s in batches of %,d;"
                            + " %,.0f rows a second of the adapter's own CPU%n",
                    rows, rows / seconds, BATCH, rows / own);
        }
    }

    private static List<HistoryEntry> batch(int round) {
        var batch = new ArrayList<HistoryEntry>(BATCH);
        for (int i = 0; i < BATCH; i++) {
            int number = round * BATCH + i;
            Instant at = START.plusSeconds((number / SERVICES) * 45L).plusMillis(number % SERVICES);
            batch.add(
                    HistorySamples.row(
                            "svc_jeju_mysql_" + number % SERVICES,
                            "host_jeju_" + number % SERVICES / 10,
                            at,
                            Status.RUNNING,
                            Duration.ofMillis(3),
                            Metrics.NONE));
        }
        return batch;
    }
}
