package io.caretaker.server.desk;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Fault;
import io.caretaker.core.check.Ticker;
import io.caretaker.core.health.ConnectionReport;
import io.caretaker.core.health.DatabaseEngine;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.health.EngineKind;
import io.caretaker.core.health.HealthScope;
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
import org.jspecify.annotations.Nullable;

/// Tries a log-in to a database that is not in the inventory yet, from this machine, and says what
/// is missing. Changes nothing, keeps no connection and no secret. Thread-safe.
public final class ConnectionTest {
    private static final Duration GRACE = Duration.ofMillis(250);
    private static final Duration WINDOW = Duration.ofMillis(300);

    private final EngineMaker engines;
    private final SecretSource secrets;
    private final InstantSource clock;
    private final Ticker ticker;

    /// @param engines makes an adapter for each trial, so that the connections of what is watched
    ///   are not touched
    /// @param secrets resolves passwords that are kept somewhere
    public ConnectionTest(
            EngineMaker engines, SecretSource secrets, InstantSource clock, Ticker ticker) {
        this.engines = engines;
        this.secrets = secrets;
        this.clock = clock;
        this.ticker = ticker;
    }

    /// Makes adapters.
    @FunctionalInterface
    public interface EngineMaker {
        /// The adapter for a kind of server, which the caller closes.
        DatabaseEngine make(EngineKind kind, SecretSource secrets);
    }

    /// Tries a log-in with a password that was typed.
    ///
    /// @param limit by when the verdict is there, a quarter of a second more at most
    public ConnectionReport run(DatabaseTarget target, Secret password, Duration limit)
            throws InterruptedException {
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
        return run(asked, _ -> password, limit);
    }

    /// Tries a log-in with the password that the target names, or with none.
    ///
    /// @param limit by when the verdict is there, a quarter of a second more at most
    public ConnectionReport run(DatabaseTarget target, Duration limit) throws InterruptedException {
        return run(target, secrets, limit);
    }

    private ConnectionReport run(DatabaseTarget target, SecretSource source, Duration limit)
            throws InterruptedException {
        Instant at = clock.instant();
        long began = ticker.nanos();
        DatabaseReply reply = reply(target, source, limit);
        return ConnectionReport.of(target, reply, at, Duration.ofNanos(ticker.nanos() - began));
    }

    /// One that hangs is left behind.
    private DatabaseReply reply(DatabaseTarget target, SecretSource source, Duration limit)
            throws InterruptedException {
        ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor();
        try {
            Future<DatabaseReply> examined = thread.submit(() -> examined(target, source, limit));
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

    private DatabaseReply examined(DatabaseTarget target, SecretSource source, Duration limit)
            throws InterruptedException {
        Duration window = limit.compareTo(WINDOW.multipliedBy(2)) > 0 ? WINDOW : Duration.ZERO;
        var scope = new HealthScope(Care.DEFAULT.longQuery(), false, window);
        try (DatabaseEngine engine = engines.make(target.engine(), source)) {
            return engine.examine(target, scope, Deadline.after(limit, ticker));
        }
    }
}
