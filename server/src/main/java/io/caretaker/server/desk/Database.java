package io.caretaker.server.desk;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.health.Capability;
import io.caretaker.core.health.DatabaseEngine;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.health.EngineKind;
import io.caretaker.core.health.Engines;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.profile.QueryProfiler;
import io.caretaker.core.session.DatabaseSessions;
import java.time.Duration;

/// A database that caretaker can log in to.
///
/// @param spec the service's check, which says where the server is
public record Database(DatabasePorts ports, Service service, Host host, CheckSpec.Database spec) {

    /// The engine that serves it.
    public DatabaseEngine engine() {
        EngineKind kind = kind();
        return Engines.of(ports.engines().get(), kind)
                .orElseThrow(() ->
                        new Problem(
                                ProblemCode.INVALID,
                                "there is no adapter for " + kind.title(),
                                ""));
    }

    public EngineKind kind() {
        return spec.target().engine();
    }

    /// Seeing and ending its sessions.
    ///
    /// @throws Problem `INVALID` when that is not available for its engine
    public DatabaseSessions requireSessions() {
        return engine().sessions()
                .orElseThrow(
                        () -> Engines.lacking(ports.engines().get(), kind(), Capability.SESSIONS));
    }

    /// Recording its operations.
    ///
    /// @throws Problem `INVALID` when that is not available for its engine
    public QueryProfiler requireProfiler() {
        return engine().profiler()
                .orElseThrow(
                        () -> Engines.lacking(ports.engines().get(), kind(), Capability.PROFILER));
    }

    /// The server as it is reached from here: itself, or the near end of a tunnel to it, which
    /// stays open as long as [DatabasePorts#checks] is.
    ///
    /// @throws Problem `UNREACHABLE` when there is no way to its host
    public DatabaseTarget reached() throws InterruptedException {
        return ports.checks().get().reached(service, host, deadline());
    }

    /// As long as one look at it may take.
    public Duration limit() {
        return service.monitoring().timeout();
    }

    /// A deadline for one look, from now on.
    public Deadline deadline() {
        return Deadline.after(limit(), ports.ticker());
    }
}
