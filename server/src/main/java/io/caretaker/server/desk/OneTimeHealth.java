package io.caretaker.server.desk;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Fault;
import io.caretaker.core.check.Metrics;
import io.caretaker.core.health.Capability;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.health.HealthReport;
import io.caretaker.core.health.HealthScope;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.server.care.HealthBoard;
import io.caretaker.server.care.HostSide;
import io.caretaker.server.watch.CheckResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Looks at the health of databases once, each within its service's time limit.
///
/// @param window how long counters are watched for rates
/// @param details whether the tables behind the metrics are wanted
/// @param declaredBy the service that environment variables declare, or null
public record OneTimeHealth(
        DatabasePorts ports, Duration window, boolean details, @Nullable ServiceId declaredBy) {
    private static final Duration GRACE = Duration.ofMillis(250);

    /// The reports in the order of the databases.
    public Map<ServiceId, HealthReport> of(List<Database> databases) throws InterruptedException {
        databases.forEach(this::requireTime);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            var begun = new LinkedHashMap<Database, Future<DatabaseReply>>();
            Instant at = ports.clock().instant();
            long start = ports.ticker().nanos();
            var took = new java.util.concurrent.ConcurrentHashMap<ServiceId, Duration>();
            for (Database database : databases) {
                begun.put(
                        database,
                        threads.submit(() -> {
                            DatabaseReply reply = examined(database);
                            took.put(database.service().id(), since(start));
                            return reply;
                        }));
            }
            var reports = new LinkedHashMap<ServiceId, HealthReport>();
            for (Map.Entry<Database, Future<DatabaseReply>> each : begun.entrySet()) {
                Database database = each.getKey();
                DatabaseReply reply = answer(database, each.getValue(), start);
                ServiceId id = database.service().id();
                Duration spent = took.getOrDefault(id, since(start));
                reports.put(id, report(database, reply, at, spent));
            }
            return reports;
        } finally {
            threads.shutdownNow();
        }
    }

    /// What can be said of a database that did not answer its check.
    public static HealthReport unexamined(Database database, CheckResult result) {
        return HealthReport.of(
                database.service(),
                database.spec().target(),
                HealthBoard.reply(result.reply().outcome()),
                null,
                result.at(),
                result.took());
    }

    private void requireTime(Database database) {
        if (window.compareTo(database.limit()) >= 0) {
            throw new Problem(
                    ProblemCode.INVALID,
                    "--sample must be shorter than the time limit of service '"
                            + database.service().id()
                            + "', which is "
                            + database.limit().toMillis() / 1000.0
                            + " s",
                    "--sample 0 reports no rates");
        }
    }

    private DatabaseReply examined(Database database) throws InterruptedException {
        var scope = new HealthScope(database.service().care().longQuery(), details, window);
        Deadline deadline = database.deadline();
        DatabaseReply answered =
                ports.checks()
                        .get()
                        .ask(
                                database.service(),
                                database.host(),
                                (target, limit) -> {
                                    DatabaseReply reply =
                                            database.engine().examine(target, scope, limit);
                                    return reply instanceof DatabaseReply.Reached reached
                                            ? with(
                                                    hostSide(database, target, limit),
                                                    reached,
                                                    database)
                                            : reply;
                                },
                                deadline);
        @Nullable String words = ports.checks().get().lockedDown(database.service());
        return words == null ? answered : LockedDown.saying(words, answered);
    }

    private Metrics hostSide(Database database, DatabaseTarget target, Deadline limit)
            throws InterruptedException {
        try {
            return HostSide.once(
                    database.service(),
                    database.engine(),
                    target,
                    ports.hosts().get().of(database.host()),
                    ports.clock().instant(),
                    limit);
        } catch (Problem problem) {
            // The host cannot be asked; what the server itself says is enough.
            return Metrics.NONE;
        }
    }

    /// A score of little is told as one.
    private static DatabaseReply.Reached with(
            Metrics more, DatabaseReply.Reached reached, Database database) {
        var notes = new ArrayList<>(reached.notes());
        if (!database.engine().capabilities().contains(Capability.HEALTH)) {
            notes.add(
                    "on "
                            + database.kind().title()
                            + " this version of caretaker cannot "
                            + Capability.HEALTH.words()
                            + "; the score judges only what a log-in shows");
        }
        return new DatabaseReply.Reached(
                reached.version(),
                reached.fingerprint(),
                reached.metrics().and(more),
                reached.notice(),
                notes,
                reached.details());
    }

    /// One that hangs is left behind.
    private DatabaseReply answer(Database database, Future<DatabaseReply> begun, long start)
            throws InterruptedException {
        Duration left = database.limit().plus(GRACE).minus(since(start));
        try {
            return begun.get(Math.max(1, left.toMillis()), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            begun.cancel(true);
            return new DatabaseReply.Refused(
                    Fault.TIMED_OUT,
                    "no answer within " + database.limit().toMillis() + " ms",
                    null);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Problem problem) {
                return new DatabaseReply.Unknown(problem.message());
            }
            return new DatabaseReply.Unknown("caretaker met a defect of its own: " + e.getCause());
        }
    }

    private Duration since(long start) {
        return Duration.ofNanos(ports.ticker().nanos() - start);
    }

    private HealthReport report(Database database, DatabaseReply reply, Instant at, Duration took) {
        DatabaseTarget target = database.spec().target();
        @Nullable String lockdown = ports.lockedDown().apply(database.service());
        DatabaseReply said =
                lockdown != null && reply instanceof DatabaseReply.Refused refused
                        ? new DatabaseReply.Refused(
                                refused.fault(),
                                refused.message() + "; it is " + lockdown,
                                refused.details())
                        : reply;
        @Nullable String hint =
                lockdown == null
                        ? hint(database, reply)
                        : "it is "
                                + lockdown
                                + "; `caretaker emergency-shutdown "
                                + database.service().id()
                                + " --release` lets connections in again";
        return HealthReport.of(database.service(), target, said, hint, at, took);
    }

    /// What is missing for a log-in that was refused.
    private @Nullable String hint(Database database, DatabaseReply reply) {
        DatabaseTarget target = database.spec().target();
        boolean refused =
                reply instanceof DatabaseReply.Refused answer
                        && answer.fault() == Fault.AUTHENTICATION;
        if (!refused || (target.user() != null && target.password() != null)) {
            return null;
        }
        boolean variables = database.service().id().equals(declaredBy);
        String missing = target.user() == null ? "user" : "password";
        return variables
                ? (target.user() == null ? "DB_USER" : "DB_PASSWORD")
                        + " is not set; the log-in was tried without a "
                        + missing
                : "the service has no check." + missing + "; the log-in was tried without";
    }
}
