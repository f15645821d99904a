package io.caretaker.server.desk;

import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Fault;
import io.caretaker.core.check.Ticker;
import io.caretaker.core.health.ConnectionReport;
import io.caretaker.core.health.DatabaseEngine;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.health.EngineKind;
import io.caretaker.core.health.HealthScope;
import io.caretaker.core.host.Hosts;
import io.caretaker.core.inventory.Care;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.secret.Secret;
import io.caretaker.core.secret.SecretReference;
import io.caretaker.core.secret.SecretSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Tries a log-in to a database that is not in the inventory yet, by the way that its checks will
/// take, and says what is missing on each leg. Changes nothing, keeps no connection and no secret.
/// Thread-safe.
public final class ConnectionTest {
    private static final Duration GRACE = Duration.ofMillis(250);
    private static final Duration WINDOW = Duration.ofMillis(300);

    private final EngineMaker engines;
    private final SecretSource secrets;
    private final Supplier<Hosts> hosts;
    private final InstantSource clock;
    private final Ticker ticker;

    /// @param engines makes an adapter for each trial, so that the connections of what is watched
    ///   are not touched
    /// @param secrets resolves passwords that are kept somewhere
    /// @param hosts asked only for databases on other hosts
    public ConnectionTest(
            EngineMaker engines,
            SecretSource secrets,
            Supplier<Hosts> hosts,
            InstantSource clock,
            Ticker ticker) {
        this.engines = engines;
        this.secrets = secrets;
        this.hosts = hosts;
        this.clock = clock;
        this.ticker = ticker;
    }

    /// Makes adapters.
    @FunctionalInterface
    public interface EngineMaker {
        /// The adapter for a kind of server, which the caller closes.
        DatabaseEngine make(EngineKind kind, SecretSource secrets);
    }

    /// Tries a log-in.
    ///
    /// @param home where the server runs; null to ask it from this machine
    /// @param password that was typed; null for the one that the target names, or none
    /// @param limit by when the verdict is there, a quarter of a second more at most
    public ConnectionReport run(
            DatabaseTarget target,
            @Nullable DatabaseHome home,
            @Nullable Secret password,
            Duration limit)
            throws InterruptedException {
        if (password == null) {
            return tried(target, home, secrets, limit);
        }
        var typed = new SecretReference.FromEnvironment("typed");
        var asked =
                new DatabaseTarget(
                        target.engine(),
                        target.host(),
                        target.port(),
                        target.database(),
                        target.user(),
                        typed,
                        target.tls(),
                        target.caFile());
        return tried(asked, home, _ -> password, limit);
    }

    /// A trial as the audit log keeps it.
    ///
    /// @param actor who wanted it
    public AuditEntry written(ConnectionReport report, String actor) {
        return AuditEntry.of(
                clock.instant(),
                actor,
                "connection.test",
                "",
                report.verdict().usable(),
                report.engine().label() + " " + report.address() + ": " + report.verdict().label());
    }

    private ConnectionReport tried(
            DatabaseTarget target, @Nullable DatabaseHome home, SecretSource source, Duration limit)
            throws InterruptedException {
        boolean elsewhere = home != null && !home.host().local();
        Duration window = limit.compareTo(WINDOW.multipliedBy(2)) > 0 ? WINDOW : Duration.ZERO;
        var scope = new HealthScope(Care.DEFAULT.longQuery(), false, window);
        var way =
                new TrialWay(
                        hosts,
                        target,
                        elsewhere ? home : null,
                        (reached, deadline) -> examined(reached, source, scope, deadline));
        Instant at = clock.instant();
        long began = ticker.nanos();
        DatabaseReply reply = reply(way, limit);
        var report =
                ConnectionReport.of(target, reply, at, Duration.ofNanos(ticker.nanos() - began));
        return report.by(TrialLegs.whole(report, way.legs()), way.advice());
    }

    /// One that hangs is left behind.
    private DatabaseReply reply(TrialWay way, Duration limit) throws InterruptedException {
        ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor();
        try {
            Future<DatabaseReply> examined =
                    thread.submit(() -> way.go(Deadline.after(limit, ticker)));
            return examined.get(limit.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            return new DatabaseReply.Refused(
                    Fault.TIMED_OUT, "no answer within " + limit.toMillis() + " ms", null);
        } catch (ExecutionException e) {
            @Nullable Throwable cause = e.getCause();
            return new DatabaseReply.Unknown(
                    cause instanceof Problem problem
                            ? problem.message()
                            : "caretaker met a defect of its own: " + cause);
        } finally {
            thread.shutdownNow();
        }
    }

    private DatabaseReply examined(
            DatabaseTarget target, SecretSource source, HealthScope scope, Deadline deadline)
            throws InterruptedException {
        try (DatabaseEngine engine = engines.make(target.engine(), source)) {
            return engine.examine(target, scope, deadline);
        }
    }
}
