package io.caretaker.server.desk;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.health.AdoptionPlan;
import io.caretaker.core.health.Capability;
import io.caretaker.core.health.DatabaseEngine;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.health.EngineKind;
import io.caretaker.core.health.LocalServer;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.host.ProcessFacts;
import io.caretaker.core.recovery.FailureSignature;
import io.caretaker.core.secret.Secret;
import io.caretaker.core.session.DatabaseSessions;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A PostgreSQL in memory that always answers the same.
final class FakeEngine implements DatabaseEngine {
    private final DatabaseReply reply;
    private final DatabaseSessions sessions;

    FakeEngine(DatabaseReply reply, DatabaseSessions sessions) {
        this.reply = reply;
        this.sessions = sessions;
    }

    @Override
    public Set<EngineKind> kinds() {
        return EnumSet.of(EngineKind.POSTGRESQL);
    }

    @Override
    public Set<Capability> capabilities() {
        return EnumSet.of(Capability.CHECK, Capability.HEALTH, Capability.SESSIONS);
    }

    @Override
    public DatabaseReply check(DatabaseTarget target, Deadline deadline) {
        return reply;
    }

    @Override
    public Optional<DatabaseSessions> sessions() {
        return Optional.of(sessions);
    }

    @Override
    public void forget(DatabaseTarget target) {}

    @Override
    public Optional<LocalServer> recognise(ProcessFacts process, HostAccess host) {
        return Optional.empty();
    }

    @Override
    public List<FailureSignature> failureSignatures() {
        return List.of();
    }

    @Override
    public AdoptionPlan planAdoption(LocalServer server) {
        throw new UnsupportedOperationException();
    }

    @Override
    public DatabaseTarget adopt(
            LocalServer server, Secret password, HostAccess host, Deadline deadline) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
