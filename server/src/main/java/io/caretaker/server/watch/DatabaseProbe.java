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
import io.caretaker.core.health.HealthScope;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.Service;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Answers database checks by the engine that the target names, and judges the metrics: a database
/// that works and is not healthy needs attention.
public final class DatabaseProbe implements Probe {
    private final Map<EngineKind, DatabaseEngine> engines = new EnumMap<>(EngineKind.class);

    private final HealthJudge judge;

    private final Function<Service, Metrics> more;

    /// Without anything but what the server itself says.
    public DatabaseProbe(List<DatabaseEngine> engines, HealthJudge judge) {
        this(engines, _ -> Metrics.NONE, judge);
    }

    /// @param more what is known of the database besides what the server itself says
    public DatabaseProbe(
            List<DatabaseEngine> engines, Function<Service, Metrics> more, HealthJudge judge) {
        this.judge = judge;
        this.more = more;
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
                            "no adapter for " + database.target().engine().title(), null));
        }
        HealthScope scope = HealthScope.routine(service.care().longQuery());
        return reply(service, engine.examine(database.target(), scope, deadline));
    }

    private ProbeReply reply(Service service, DatabaseReply reply) {
        return switch (reply) {
            case DatabaseReply.Reached reached -> reached(service, reached);
            case DatabaseReply.Refused refused -> {
                judge.answered(service, refused);
                yield new ProbeReply(refused(refused), Metrics.NONE);
            }
            case DatabaseReply.Unknown unknown -> {
                judge.answered(service, unknown);
                yield ProbeReply.of(new Outcome.Unknown(unknown.message(), null));
            }
        };
    }

    private ProbeReply reached(Service service, DatabaseReply.Reached reached) {
        Metrics metrics = reached.metrics().and(more.apply(service));
        var findings = new ArrayList<String>();
        if (reached.notice() != null) {
            findings.add(reached.notice());
        }
        judge.judge(service, metrics).forEach(alert -> findings.add(alert.message()));
        judge.answered(
                service,
                new DatabaseReply.Reached(
                        reached.version(),
                        reached.fingerprint(),
                        metrics,
                        reached.notice(),
                        reached.notes(),
                        reached.details()));
        Outcome outcome =
                findings.isEmpty()
                        ? new Outcome.Up(reached.version())
                        : new Outcome.Warning(String.join("; ", findings));
        return new ProbeReply(outcome, metrics);
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
