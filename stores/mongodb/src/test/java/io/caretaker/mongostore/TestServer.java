package io.caretaker.mongostore;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// A database of its own on a server: the one that `-Dmongo.uri=…` names (without a database), or
/// one in this process that speaks MongoDB's protocol and keeps everything in memory.
final class TestServer implements AutoCloseable {
    static final Duration RETENTION = Duration.ofDays(36_500);
    static final MongoStore.Terms TERMS =
            new MongoStore.Terms(
                    RETENTION,
                    Duration.ofMillis(400),
                    Duration.ofSeconds(30),
                    InstantSource.system());

    /// Held, so that the level stays: server and driver tell much at every start.
    private static final Logger QUIET = Logger.getLogger("");

    static {
        QUIET.setLevel(Level.SEVERE);
    }

    private static final String REAL = System.getProperty("mongo.uri", "");

    private final @Nullable MongoServer server;
    private final String base;
    private final String database = "caretaker_" + UUID.randomUUID().toString().replace('-', '_');
    private @Nullable MongoClient client;

    TestServer() {
        if (REAL.isBlank()) {
            MongoServer started = new MongoServer(new MemoryBackend());
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            started.bind(address);
            server = started;
            base = "mongodb://127.0.0.1:" + started.getLocalAddress().getPort();
        } else {
            server = null;
            base = REAL;
        }
    }

    static boolean real() {
        return !REAL.isBlank();
    }

    String uri() {
        return base + (base.indexOf('/', "mongodb://".length()) < 0 ? "/" : "") + database;
    }

    MongoAddress address() {
        return MongoAddress.of(uri(), null, null, null);
    }

    MongoStore open() {
        return MongoStore.open(address(), TERMS);
    }

    /// As another program sees it.
    MongoDatabase outside() {
        MongoClient known = client;
        if (known == null) {
            known = MongoClients.create(base);
            client = known;
        }
        return known.getDatabase(database);
    }

    void stop() {
        Objects.requireNonNull(server).shutdownNow();
    }

    @Override
    public void close() {
        if (server == null) {
            outside().drop();
        }
        if (client != null) {
            client.close();
        }
        if (server != null) {
            server.shutdownNow();
        }
    }
}
