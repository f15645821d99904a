package io.caretaker.mongodb;

import com.mongodb.ConnectionString;
import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.health.EngineKind;
import io.caretaker.core.secret.Secret;
import io.caretaker.core.secret.SecretReference;
import io.caretaker.testkit.server.DatabaseServer;
import io.caretaker.testkit.server.FreePort;
import io.caretaker.testkit.server.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/// A real `mongod` that lives for one test, with access control on: the program that
/// `-Dmongod=PATH` or the environment's `MONGOD` names. Without one the test is skipped, also where
/// servers are required, because no package of a distribution has it. Not thread-safe.
final class RealMongod implements DatabaseServer {
    private static final Duration LONGEST_START = Duration.ofSeconds(60);
    private static final String ADMINISTRATOR = "admin";

    private final String program;
    private final boolean member;
    private final int port = FreePort.find();
    private final Secret password = Secret.of(UUID.randomUUID().toString());
    private final List<String> options = new ArrayList<>();
    private final Path home;
    private boolean prepared;
    private @Nullable Process process;

    private RealMongod(String program, boolean member) {
        this.program = program;
        this.member = member;
        try {
            home = Files.createTempDirectory("mongod");
            Files.createDirectory(dataDirectory());
            if (member) {
                writeKey();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A lonely server that is not started.
    static RealMongod standalone() {
        return new RealMongod(program(), false);
    }

    /// The only member of a replica set, not started; it becomes the primary.
    static RealMongod member() {
        return new RealMongod(program(), true);
    }

    /// The server of somebody else that `-Dmongo.uri=` names, to be looked at and left alone.
    static ConnectionString outside() {
        String uri = System.getProperty("mongo.uri", "");
        if (uri.isBlank()) {
            skip("-Dmongo.uri names no MongoDB server");
        }
        return new ConnectionString(uri);
    }

    private static String program() {
        String property = System.getProperty("mongod", "");
        String named = property.isBlank() ? System.getenv().getOrDefault("MONGOD", "") : property;
        if (named.isBlank()) {
            skip("neither -Dmongod nor MONGOD names a mongod");
        }
        return named;
    }

    private static void skip(String why) {
        System.err.println("SKIPPED: " + why);
        Assumptions.abort(why);
    }

    /// Adds an option with its dashes, and its value where it has one.
    RealMongod configure(String... option) {
        options.addAll(List.of(option));
        return this;
    }

    /// The first start makes the set, where it is a member of one, and the administrator.
    @Override
    public void start() {
        try {
            process =
                    new ProcessBuilder(command())
                            .redirectErrorStream(true)
                            .redirectOutput(home.resolve("output.log").toFile())
                            .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!prepared) {
            prepare();
            prepared = true;
        }
        try (MongoClient client = client()) {
            await(() -> answers(client, new Document("serverStatus", 1)));
        }
    }

    /// Through the localhost exception, which ends with the first account.
    private void prepare() {
        try (MongoClient client = MongoClients.create(address(""))) {
            await(() -> answers(client, new Document("ping", 1)));
            if (member) {
                admin(client, new Document("replSetInitiate", configuration()));
            }
            await(() -> writable(client));
            admin(
                    client,
                    new Document("createUser", ADMINISTRATOR)
                            .append("pwd", password.reveal())
                            .append("roles", List.of("root")));
        }
    }

    private Document configuration() {
        return new Document("_id", "rs0")
                .append(
                        "members",
                        List.of(new Document("_id", 0).append("host", "127.0.0.1:" + port)));
    }

    /// Makes an account in `admin` with these built-in roles, and its log-in.
    DatabaseTarget account(String name, Secret secret, List<Document> roles) {
        try (MongoClient client = client()) {
            admin(
                    client,
                    new Document("createUser", name)
                            .append("pwd", secret.reveal())
                            .append("roles", roles));
        }
        return target(name);
    }

    /// A client of the administrator's, to be closed by who asks.
    MongoClient client() {
        return MongoClients.create(address(ADMINISTRATOR + ":" + password.reveal() + "@"));
    }

    private String address(String account) {
        return "mongodb://"
                + account
                + "127.0.0.1:"
                + port
                + "/?directConnection=true&serverSelectionTimeoutMS=2000";
    }

    @Override
    public DatabaseTarget target() {
        return target(ADMINISTRATOR);
    }

    private DatabaseTarget target(String user) {
        return new DatabaseTarget(
                EngineKind.MONGODB,
                "127.0.0.1",
                port,
                null,
                user,
                new SecretReference.FromEnvironment("MONGODB_TEST_PASSWORD"),
                DatabaseTarget.TlsMode.DEFAULT,
                null);
    }

    @Override
    public Secret password() {
        return password;
    }

    @Override
    public long pid() {
        return Objects.requireNonNull(process).pid();
    }

    /// Stops it in order, which may take a quarter of a minute, and waits until it is gone.
    void stop() {
        Objects.requireNonNull(process).destroy();
        awaitEnd();
    }

    @Override
    public void kill() {
        Objects.requireNonNull(process).destroyForcibly();
        awaitEnd();
    }

    @Override
    public void freeze() {
        Programs.signalTree("STOP", pid());
    }

    @Override
    public void thaw() {
        Programs.signalTree("CONT", pid());
    }

    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            kill();
        }
        Programs.deleteTree(home);
    }

    Path dataDirectory() {
        return home.resolve("data");
    }

    String log() {
        try {
            return Files.exists(logFile()) ? Files.readString(logFile()) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path logFile() {
        return home.resolve("mongod.log");
    }

    private List<String> command() {
        var command =
                new ArrayList<>(
                        List.of(
                                program,
                                "--dbpath=" + dataDirectory(),
                                "--port=" + port,
                                "--bind_ip=127.0.0.1",
                                "--unixSocketPrefix=" + home,
                                "--logpath=" + logFile(),
                                "--logappend",
                                "--auth"));
        if (member) {
            command.addAll(List.of("--replSet=rs0", "--oplogSize=50", "--keyFile=" + key()));
        }
        command.addAll(options);
        return command;
    }

    private Path key() {
        return home.resolve("key");
    }

    private void writeKey() throws IOException {
        Files.writeString(key(), UUID.randomUUID().toString().replace("-", ""));
        Files.setPosixFilePermissions(key(), PosixFilePermissions.fromString("rw-------"));
    }

    private static Document admin(MongoClient client, Document command) {
        return client.getDatabase("admin").runCommand(command);
    }

    private static boolean writable(MongoClient client) {
        Map<String, Object> hello = admin(client, new Document("isMaster", 1));
        return Boolean.TRUE.equals(hello.get("ismaster"));
    }

    private static boolean answers(MongoClient client, Document command) {
        try {
            admin(client, command);
            return true;
        } catch (MongoException e) {
            return false;
        }
    }

    private void awaitEnd() {
        Process ending = Objects.requireNonNull(process);
        long end = System.nanoTime() + LONGEST_START.toNanos();
        while (ending.isAlive() && System.nanoTime() < end) {
            LockSupport.parkNanos(20_000_000);
        }
    }

    private void await(BooleanSupplier condition) {
        long end = System.nanoTime() + LONGEST_START.toNanos();
        while (!condition.getAsBoolean()) {
            if (!Objects.requireNonNull(process).isAlive() || System.nanoTime() > end) {
                throw new IllegalStateException("mongod does not start: " + log());
            }
            LockSupport.parkNanos(50_000_000);
        }
    }
}
