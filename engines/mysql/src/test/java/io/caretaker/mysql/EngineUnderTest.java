package io.caretaker.mysql;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.health.EngineKind;
import io.caretaker.core.health.LocalServer;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.secret.Secret;
import io.caretaker.core.secret.SecretReference;
import io.caretaker.testkit.server.MysqlFamilyServer;
import io.caretaker.testkit.server.ThisMachine;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// An engine with passwords of its own, for one test.
final class EngineUnderTest implements AutoCloseable {
    static final HostAccess HOST = new ThisMachine();

    private final Map<SecretReference, Secret> secrets = new ConcurrentHashMap<>();
    private final MysqlEngine engine =
            new MysqlEngine(
                    reference -> Objects.requireNonNull(secrets.get(reference)), new PlainNames());

    MysqlEngine engine() {
        return engine;
    }

    DatabaseReply check(DatabaseTarget target) throws InterruptedException {
        return engine.check(target, soon());
    }

    DatabaseReply.Reached reached(DatabaseTarget target) throws InterruptedException {
        return (DatabaseReply.Reached) check(target);
    }

    DatabaseReply.Refused refused(DatabaseTarget target) throws InterruptedException {
        return (DatabaseReply.Refused) check(target);
    }

    LocalServer recognise(MysqlFamilyServer server) {
        return engine.recognise(HOST.process(server.pid()).orElseThrow(), HOST).orElseThrow();
    }

    DatabaseTarget adopt(LocalServer server, String password) throws InterruptedException {
        DatabaseTarget target = engine.adopt(server, Secret.of(password), HOST, soon());
        return account(target, Account.NAME, password);
    }

    /// The server's administrator.
    DatabaseTarget administrator(MysqlFamilyServer server) {
        return account(server.target(), "admin", server.password().reveal());
    }

    DatabaseTarget account(DatabaseTarget target, String user, String password) {
        return account(target, user, password, target.tls(), target.caFile());
    }

    DatabaseTarget account(
            DatabaseTarget target,
            String user,
            String password,
            DatabaseTarget.TlsMode tls,
            @Nullable String caFile) {
        var reference = new SecretReference.FromEnvironment("PASSWORD_OF_" + user);
        secrets.put(reference, Secret.of(password));
        return new DatabaseTarget(
                target.engine(), target.host(), target.port(), null, user, reference, tls, caFile);
    }

    static DatabaseTarget as(EngineKind kind, DatabaseTarget target) {
        return new DatabaseTarget(
                kind,
                target.host(),
                target.port(),
                target.database(),
                target.user(),
                target.password(),
                target.tls(),
                target.caFile());
    }

    static Deadline soon() {
        return Deadline.after(Duration.ofSeconds(20), System::nanoTime);
    }

    @Override
    public void close() {
        engine.close();
    }
}
