package io.caretaker.mysql;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.NameResolver;
import io.caretaker.core.health.AdoptionPlan;
import io.caretaker.core.health.Capability;
import io.caretaker.core.health.DatabaseEngine;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.health.EngineKind;
import io.caretaker.core.health.HealthScope;
import io.caretaker.core.health.LocalServer;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.host.ProcessFacts;
import io.caretaker.core.lockdown.DatabaseLockdown;
import io.caretaker.core.recovery.FailureSignature;
import io.caretaker.core.secret.Secret;
import io.caretaker.core.secret.SecretSource;
import io.caretaker.core.session.DatabaseSessions;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// MySQL (5.7 to 8.4) and MariaDB (10.3 to 11.8) by one adapter, which asks the server which of the
/// two it is. Thread-safe.
///
/// A check never connects without logging in: the server counts broken-off log-ins and locks the
/// host out after `max_connect_errors` of them.
public final class MysqlEngine implements DatabaseEngine {
    private final SecretSource secrets;
    private final NameResolver names;
    private final Map<DatabaseTarget, KeptConnection> kept = new ConcurrentHashMap<>();
    private final MysqlLockdown lockdown;
    private final Map<DatabaseTarget, SpareEntrance> spares = new ConcurrentHashMap<>();
    private final MysqlSessions sessions;
    private volatile boolean closed;

    public MysqlEngine(SecretSource secrets, NameResolver names) {
        this.secrets = secrets;
        this.names = names;
        this.lockdown = new MysqlLockdown(this::logIn, names, this::rest);
        this.sessions = new MysqlSessions(this::logIn, names);
    }

    @Override
    public Set<EngineKind> kinds() {
        return EnumSet.of(EngineKind.MYSQL, EngineKind.MARIADB);
    }

    @Override
    public Set<Capability> capabilities() {
        return EnumSet.of(
                Capability.CHECK,
                Capability.DISCOVER,
                Capability.ADOPT,
                Capability.HEALTH,
                Capability.SESSIONS,
                Capability.LOCKDOWN);
    }

    @Override
    public List<String> limits(EngineKind kind) {
        String shared =
                "no single database can be shut: a lockdown locks accounts, on this server alone";
        return kind == EngineKind.MARIADB
                ? List.of(
                        shared,
                        "who holds a metadata lock is named only with the plugin METADATA_LOCK_INFO"
                                + " or the instrument wait/lock/metadata/sql/mdl",
                        "without performance_schema programs do not tell their names, and none is"
                                + " protected by it")
                : List.of(
                        shared,
                        "without performance_schema it is not seen whom a session waits for",
                        "accounts with SYSTEM_USER are ended only by their like");
    }

    @Override
    public DatabaseReply check(DatabaseTarget target, Deadline deadline)
            throws InterruptedException {
        if (closed) {
            return new DatabaseReply.Unknown("caretaker is stopping");
        }
        return kept.computeIfAbsent(target, this::connection).check(deadline);
    }

    @Override
    public Optional<DatabaseLockdown> lockdown() {
        return Optional.of(lockdown);
    }

    @Override
    public Optional<DatabaseSessions> sessions() {
        return Optional.of(sessions);
    }

    @Override
    public DatabaseReply examine(DatabaseTarget target, HealthScope scope, Deadline deadline)
            throws InterruptedException {
        if (closed) {
            return new DatabaseReply.Unknown("caretaker is stopping");
        }
        return kept.computeIfAbsent(target, this::connection).examine(scope, deadline);
    }

    @Override
    public List<Pattern> failedLogInSigns() {
        return RefusedLogIns.SIGNS;
    }

    /// Redo log, undo log and binary log may lie on disks of their own.
    @Override
    public List<String> dataDirectories(DatabaseTarget target) {
        @Nullable KeptConnection connection = kept.get(target);
        @Nullable ServerFacts facts = connection == null ? null : connection.facts();
        return facts == null ? List.of() : Settings.directories(facts);
    }

    @Override
    public void forget(DatabaseTarget target) {
        sessions.forget(target);
        spares.remove(target);
        KeptConnection connection = kept.remove(target);
        if (connection != null) {
            connection.close();
        }
    }

    @Override
    public Optional<LocalServer> recognise(ProcessFacts process, HostAccess host) {
        return Recognition.recognise(process, host);
    }

    @Override
    public List<FailureSignature> failureSignatures() {
        return Signatures.ALL;
    }

    @Override
    public AdoptionPlan planAdoption(LocalServer server) {
        return Adoption.plan(server);
    }

    @Override
    public DatabaseTarget adopt(
            LocalServer server, Secret password, HostAccess host, Deadline deadline)
            throws InterruptedException {
        return Adoption.adopt(server, password, host, deadline);
    }

    @Override
    public void close() {
        closed = true;
        sessions.close();
        kept.keySet().forEach(this::forget);
    }

    /// Leaves a server that is full its places; whoever asks next connects anew. Nobody waits for a
    /// check that is under way, and other servers have nothing to do with it.
    private void rest(DatabaseTarget full) {
        sessions.rest(each -> each.address().equals(full.address()));
        kept.forEach((target, connection) -> {
            if (target.address().equals(full.address())) {
                connection.rest();
            }
        });
    }

    private KeptConnection connection(DatabaseTarget target) {
        return new KeptConnection(target, logIn(target), names, System::nanoTime);
    }

    private LogIn logIn(DatabaseTarget target) {
        return new LogIn(target, secrets, spares.computeIfAbsent(target, _ -> new SpareEntrance()));
    }
}
