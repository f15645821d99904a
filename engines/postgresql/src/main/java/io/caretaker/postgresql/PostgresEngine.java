package io.caretaker.postgresql;

import io.caretaker.core.check.Deadline;
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
import io.caretaker.core.inventory.Care;
import io.caretaker.core.lockdown.DatabaseLockdown;
import io.caretaker.core.recovery.FailureSignature;
import io.caretaker.core.secret.Secret;
import io.caretaker.core.secret.SecretSource;
import io.caretaker.core.session.DatabaseSessions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// PostgreSQL 12 to 18. Keeps at most two connections for each target, one for checks and one for
/// its sessions, and no other threads or pools. Thread-safe; checks of one target take turns.
public final class PostgresEngine implements DatabaseEngine {
    /// For whoever does not say what counts as long.
    static final HealthScope ROUTINE = HealthScope.routine(Care.DEFAULT.longQuery());

    private final SecretSource secrets;
    private final Map<DatabaseTarget, TargetSession> sessions = new ConcurrentHashMap<>();
    private final PostgresLockdown lockdown;
    private final PostgresSessions databaseSessions;
    private volatile boolean closed;

    public PostgresEngine(SecretSource secrets) {
        this.secrets = secrets;
        this.lockdown = new PostgresLockdown(secrets);
        this.databaseSessions = new PostgresSessions(secrets);
    }

    @Override
    public Set<EngineKind> kinds() {
        return Set.of(EngineKind.POSTGRESQL);
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(
                Capability.CHECK,
                Capability.DISCOVER,
                Capability.ADOPT,
                Capability.HEALTH,
                Capability.SESSIONS,
                Capability.LOCKDOWN);
    }

    /// Source: PostgreSQL manual 12 to 18, "Control Data Functions" (`pg_control_system`).
    @Override
    public String identityGrant() {
        return "GRANT EXECUTE ON FUNCTION pg_catalog.pg_control_system() TO the account";
    }

    @Override
    public DatabaseReply check(DatabaseTarget target, Deadline deadline)
            throws InterruptedException {
        return examine(target, ROUTINE, deadline);
    }

    @Override
    public DatabaseReply examine(DatabaseTarget target, HealthScope scope, Deadline deadline)
            throws InterruptedException {
        if (closed) {
            return new DatabaseReply.Unknown("caretaker is stopping");
        }
        @Nullable String flaw = ConnectionSettings.flaw(target);
        return flaw != null
                ? new DatabaseReply.Unknown(flaw)
                : sessions.computeIfAbsent(target, this::session).examine(scope, deadline);
    }

    @Override
    public Optional<DatabaseLockdown> lockdown() {
        return Optional.of(lockdown);
    }

    @Override
    public Optional<DatabaseSessions> sessions() {
        return Optional.of(databaseSessions);
    }

    @Override
    public void forget(DatabaseTarget target) {
        databaseSessions.forget(target);
        @Nullable TargetSession session = sessions.remove(target);
        if (session != null) {
            session.close();
        }
    }

    @Override
    public Optional<LocalServer> recognise(ProcessFacts process, HostAccess host) {
        return Recognition.of(process, host);
    }

    @Override
    public List<FailureSignature> failureSignatures() {
        return PostgresFailures.ALL;
    }

    @Override
    public List<Pattern> failedLogInSigns() {
        return RefusedLogIns.SIGNS;
    }

    /// The transaction log may be a link to a disk of its own.
    @Override
    public List<String> dataDirectories(DatabaseTarget target) {
        @Nullable TargetSession session = sessions.get(target);
        @Nullable String data = session == null ? null : session.dataDirectory();
        return data == null ? List.of() : List.of(data, data + "/pg_wal");
    }

    @Override
    public AdoptionPlan planAdoption(LocalServer server) {
        return Adoption.plan(server);
    }

    @Override
    public DatabaseTarget adopt(
            LocalServer server, Secret password, HostAccess host, Deadline deadline)
            throws InterruptedException {
        return Adoption.carryOut(server, password, host, deadline);
    }

    @Override
    public void close() {
        closed = true;
        databaseSessions.close();
        List.copyOf(sessions.keySet()).forEach(this::forget);
    }

    private TargetSession session(DatabaseTarget target) {
        return new TargetSession(target, secrets);
    }
}
