package io.caretaker.mongodb;

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
import io.caretaker.core.profile.QueryProfiler;
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

/// MongoDB servers (4.2 to 8.0): single ones, members of replica sets, and routers. Thread-safe.
public final class MongoEngine implements DatabaseEngine {
    private final SecretSource secrets;
    private final NameResolver names;
    private final Map<DatabaseTarget, KeptClient> kept = new ConcurrentHashMap<>();
    private final MongoSessions sessions;
    private final MongoLockdown lockdown;
    private final MongoProfiler profiler;
    private volatile boolean closed;

    public MongoEngine(SecretSource secrets, NameResolver names) {
        this.secrets = secrets;
        this.names = names;
        this.sessions = new MongoSessions(secrets, names);
        this.lockdown = new MongoLockdown(secrets, names);
        this.profiler = new MongoProfiler(secrets, names);
    }

    @Override
    public Set<EngineKind> kinds() {
        return EnumSet.of(EngineKind.MONGODB);
    }

    @Override
    public Set<Capability> capabilities() {
        return EnumSet.of(
                Capability.CHECK,
                Capability.DISCOVER,
                Capability.ADOPT,
                Capability.HEALTH,
                Capability.SESSIONS,
                Capability.LOCKDOWN,
                Capability.PROFILER);
    }

    @Override
    public List<String> limits(EngineKind kind) {
        return List.of(
                "MongoDB does not tell who holds a lock: only who has locked the whole server is named"
                        + " as a blocker",
                "MongoDB has no command that closes a connection: operations, transactions and cursors"
                        + " are ended, connections on which nothing runs stay",
                "writes are blocked from 6.0 on, and not on a single server; where access control is"
                        + " off there are no accounts to shut out",
                "a router has no profiler");
    }

    @Override
    public String identityGrant() {
        return "an administrator gives caretaker's account the role clusterMonitor";
    }

    @Override
    public DatabaseReply check(DatabaseTarget target, Deadline deadline)
            throws InterruptedException {
        if (closed) {
            return new DatabaseReply.Unknown("caretaker is stopping");
        }
        return kept.computeIfAbsent(target, this::client).check(deadline);
    }

    @Override
    public Optional<DatabaseSessions> sessions() {
        return Optional.of(sessions);
    }

    @Override
    public Optional<DatabaseLockdown> lockdown() {
        return Optional.of(lockdown);
    }

    @Override
    public Optional<QueryProfiler> profiler() {
        return Optional.of(profiler);
    }

    @Override
    public DatabaseReply examine(DatabaseTarget target, HealthScope scope, Deadline deadline)
            throws InterruptedException {
        if (closed) {
            return new DatabaseReply.Unknown("caretaker is stopping");
        }
        return kept.computeIfAbsent(target, this::client).examine(scope, deadline);
    }

    @Override
    public List<Pattern> failedLogInSigns() {
        return RefusedLogIns.SIGNS;
    }

    @Override
    public List<String> dataDirectories(DatabaseTarget target) {
        KeptClient client = kept.get(target);
        return client == null ? List.of() : client.dataDirectories();
    }

    @Override
    public void forget(DatabaseTarget target) {
        sessions.forget(target);
        KeptClient client = kept.remove(target);
        if (client != null) {
            client.close();
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
        return Adoption.adopt(server, names, deadline);
    }

    @Override
    public void close() {
        closed = true;
        sessions.close();
        kept.keySet().forEach(this::forget);
    }

    private KeptClient client(DatabaseTarget target) {
        return new KeptClient(new LogIn(target, secrets, names), System::nanoTime);
    }
}
