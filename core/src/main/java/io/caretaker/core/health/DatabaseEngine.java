package io.caretaker.core.health;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.host.ProcessFacts;
import io.caretaker.core.lockdown.DatabaseLockdown;
import io.caretaker.core.profile.QueryProfiler;
import io.caretaker.core.recovery.FailureSignature;
import io.caretaker.core.secret.Secret;
import io.caretaker.core.session.DatabaseSessions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// One kind of database server. Thread-safe.
public interface DatabaseEngine extends AutoCloseable {
    /// The kinds this adapter serves (MySQL and MariaDB share one).
    Set<EngineKind> kinds();

    Set<Capability> capabilities();

    /// What a person might expect of its capabilities and does not get, each as a sentence that
    /// says why. What follows from a capability it lacks is not repeated here.
    ///
    /// @param kind one of [#kinds]
    default List<String> limits(EngineKind kind) {
        return List.of();
    }

    /// The statement that lets caretaker's account read which server it is in; empty where every
    /// account may.
    default String identityGrant() {
        return "";
    }

    /// Logs in, makes a round trip, reads first metrics.
    ///
    /// Keeps the connection for the next check of the same target, opens a new one when the kept
    /// one is broken, and tells from the server's own codes whether it is starting, stopping, full
    /// or refuses the account. Cost: one round trip on a kept connection and no measurable load on
    /// the server. Holds the deadline itself as far as the driver can.
    DatabaseReply check(DatabaseTarget target, Deadline deadline) throws InterruptedException;

    /// Like [#check], looking as closely as the scope says. An engine without [Capability#HEALTH]
    /// only checks.
    ///
    /// Cost: one short transaction with time limits on statements and locks; what is expensive is
    /// read more rarely and remembered.
    default DatabaseReply examine(DatabaseTarget target, HealthScope scope, Deadline deadline)
            throws InterruptedException {
        return check(target, deadline);
    }

    /// Seeing and ending sessions; empty without [Capability#SESSIONS].
    default Optional<DatabaseSessions> sessions() {
        return Optional.empty();
    }

    /// Refusing new connections; empty without [Capability#LOCKDOWN].
    default Optional<DatabaseLockdown> lockdown() {
        return Optional.empty();
    }

    /// Recording operations; empty without [Capability#PROFILER].
    default Optional<QueryProfiler> profiler() {
        return Optional.empty();
    }

    /// Closes what is kept for a target that is no longer watched.
    void forget(DatabaseTarget target);

    /// Whether the process is the main process of a server of this engine, and what can be told of
    /// it from its arguments, files and sockets. Child processes of a server are not servers.
    Optional<LocalServer> recognise(ProcessFacts process, HostAccess host);

    /// Messages of this engine's log that tell why it died or does not start.
    List<FailureSignature> failureSignatures();

    /// Lines of this engine's log that tell of a refused log-in; empty where it logs none.
    default List<Pattern> failedLogInSigns() {
        return List.of();
    }

    /// The directories that the server keeps its data in, as it said when it was last asked through
    /// this adapter; empty when it was not, or the account may not know.
    default List<String> dataDirectories(DatabaseTarget target) {
        return List.of();
    }

    /// What [#adopt] would do; changes nothing.
    AdoptionPlan planAdoption(LocalServer server);

    /// Creates (or gives a new password to) the least-privilege monitoring account by local
    /// administrator access: the socket as the server's own operating-system user, or as root.
    /// Doing it twice leaves one account.
    ///
    /// @param password the password the account shall have
    /// @return the target that logs in with it, without the password's place
    ///
    ///   Throws [io.caretaker.core.problem.Problem] `DENIED` with a hint that names the statements
    ///   a person can run.
    DatabaseTarget adopt(LocalServer server, Secret password, HostAccess host, Deadline deadline)
            throws InterruptedException;

    @Override
    void close();
}
