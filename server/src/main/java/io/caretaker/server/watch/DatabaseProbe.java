package io.caretaker.server.watch;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Fault;
import io.caretaker.core.check.Metrics;
import io.caretaker.core.check.Outcome;
import io.caretaker.core.check.Probe;
import io.caretaker.core.check.ProbeReply;
import io.caretaker.core.health.DatabaseEngine;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.health.EngineKind;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.Service;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Answers database checks by the engine that the target names.
public final class DatabaseProbe implements Probe {
    private final Map<EngineKind, DatabaseEngine> engines = new EnumMap<>(EngineKind.class);

    public DatabaseProbe(List<DatabaseEngine> engines) {
        engines.forEach(engine -> engine.kinds().forEach(kind -> this.engines.put(kind, engine)));
    }

    @Override
    public ProbeReply probe(Service service, Host host, CheckSpec spec, Deadline deadline)
            throws InterruptedException {
        if (!(spec instanceof CheckSpec.Database database)) {
            throw new IllegalArgumentException("not a database check: " + spec);
        }
        DatabaseEngine engine = engines.get(database.target().engine());
        if (engine == null) {
            return ProbeReply.of(
                    new Outcome.Unknown(
                            "no adapter for " + database.target().engine().label(), null));
        }
        return reply(engine.check(database.target(), deadline));
    }

    private static ProbeReply reply(DatabaseReply reply) {
        return switch (reply) {
            case DatabaseReply.Reached reached ->
                    new ProbeReply(
                            reached.notice() == null
                                    ? new Outcome.Up(reached.version())
                                    : new Outcome.Warning(reached.notice()),
                            reached.metrics());
            case DatabaseReply.Refused refused -> new ProbeReply(refused(refused), Metrics.NONE);
            case DatabaseReply.Unknown unknown ->
                    ProbeReply.of(new Outcome.Unknown(unknown.message(), null));
        };
    }

    /// A server that refuses our account is alive: that our credential is wrong says nothing about
    /// it.
    private static Outcome refused(DatabaseReply.Refused refused) {
        return refused.fault() == Fault.AUTHENTICATION
                ? new Outcome.Unknown(
                        "the server lives and refuses the log-in: " + refused.message(),
                        refused.details())
                : new Outcome.Down(refused.fault(), refused.message(), refused.details());
    }
}
