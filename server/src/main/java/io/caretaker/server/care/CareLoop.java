package io.caretaker.server.care;

import io.caretaker.core.alert.AlertKey;
import io.caretaker.core.alert.AlertRule;
import io.caretaker.core.alert.Notice;
import io.caretaker.core.alert.Notifier;
import io.caretaker.core.audit.AuditLog;
import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Ticker;
import io.caretaker.core.health.DatabaseEngine;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.health.EngineKind;
import io.caretaker.core.inventory.HostStatus;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.inventory.Severity;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.session.CleanupReport;
import io.caretaker.core.session.DatabaseSessions;
import io.caretaker.server.watch.Checks;
import io.caretaker.server.watch.StatusBoard;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Cleans up the databases that ask for it (`care.cleanup.enabled`), each at its own interval and
/// one clean-up of each at a time, on virtual threads. Thread-safe.
///
/// Nothing is done while everything is paused, while the database is down, locked down or on a host
/// in maintenance, or by an engine that cannot see sessions.
public final class CareLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("care");
    private static final Duration LOOK = Duration.ofSeconds(10);
    private static final int NAMED = 5;

    private final StatusBoard board;
    private final Checks checks;
    private final Map<EngineKind, DatabaseSessions> sessions = new EnumMap<>(EngineKind.class);
    private final Lockdowns lockdowns;
    private final AuditLog audit;
    private final Notifier notifier;
    private final InstantSource clock;
    private final Ticker ticker;
    private final Map<ServiceId, Long> nextNanos = new ConcurrentHashMap<>();
    private final Map<ServiceId, Thread> busy = new ConcurrentHashMap<>();
    private final Map<ServiceId, String> troubles = new ConcurrentHashMap<>();
    private volatile boolean closed;

    public CareLoop(
            StatusBoard board,
            Checks checks,
            List<DatabaseEngine> engines,
            Lockdowns lockdowns,
            AuditLog audit,
            Notifier notifier,
            InstantSource clock,
            Ticker ticker) {
        this.board = board;
        this.checks = checks;
        this.lockdowns = lockdowns;
        this.audit = audit;
        this.notifier = notifier;
        this.clock = clock;
        this.ticker = ticker;
        for (DatabaseEngine engine : engines) {
            engine.sessions()
                    .ifPresent(port -> engine.kinds().forEach(kind -> sessions.put(kind, port)));
        }
    }

    /// Begins the clean-ups that are due.
    ///
    /// @param paused whether nothing may be done now
    public void turn(boolean paused) {
        Inventory inventory = board.inventory();
        for (Service service : inventory.services()) {
            if (service.care().cleanup().enabled()
                    && service.check() instanceof CheckSpec.Database database
                    && due(service)
                    && !paused
                    && allowed(service, inventory)) {
                begin(service, database.target());
            }
        }
    }

    private boolean due(Service service) {
        long now = ticker.nanos();
        Long next = nextNanos.get(service.id());
        if (next != null && now - next < 0) {
            return false;
        }
        nextNanos.put(service.id(), now + service.care().cleanup().interval().toNanos());
        return true;
    }

    private boolean allowed(Service service, Inventory inventory) {
        return board.state(service.id()).status().up()
                && inventory.hostOf(service).status() == HostStatus.ACTIVE
                && lockdowns.words(service) == null;
    }

    private void begin(Service service, DatabaseTarget target) {
        DatabaseSessions port = sessions.get(target.engine());
        if (port == null) {
            trouble(
                    service,
                    "caretaker cannot see sessions of "
                            + target.engine().title()
                            + "; care.cleanup does nothing there");
            return;
        }
        if (closed || busy.containsKey(service.id())) {
            return;
        }
        Thread thread =
                Thread.ofVirtual()
                        .name("cleanup-" + service.id())
                        .unstarted(() -> cleanUp(service, target, port));
        busy.put(service.id(), thread);
        thread.start();
    }

    private void cleanUp(Service service, DatabaseTarget target, DatabaseSessions port) {
        try {
            var order =
                    new Cleanup.Order(
                            service,
                            checks.asked(service, target),
                            service.careInForce(),
                            false,
                            "caretaker");
            CleanupReport report =
                    new Cleanup(port, audit, clock, ticker)
                            .run(order, Deadline.after(LOOK, ticker));
            report(service, report);
        } catch (InterruptedException e) {
            // Closed.
        } catch (Problem problem) {
            // That it does not answer is told by the check.
            if (problem.code() != ProblemCode.UNREACHABLE) {
                trouble(service, problem.message());
            }
        } catch (RuntimeException e) {
            LOG.atError()
                    .setCause(e)
                    .addKeyValue("service", service.id())
                    .log("a clean-up met a defect");
        } finally {
            busy.remove(service.id());
        }
    }

    private void report(Service service, CleanupReport report) {
        report.ended()
                .forEach(ended ->
                        LOG.atInfo()
                                .addKeyValue("service", service.id())
                                .addKeyValue("session", ended.victim().session().id())
                                .addKeyValue("user", ended.victim().session().user())
                                .addKeyValue("reason", ended.victim().reason())
                                .addKeyValue("how", ended.how())
                                .log("ended a session"));
        report.spared()
                .forEach(spared ->
                        LOG.atDebug()
                                .addKeyValue("service", service.id())
                                .addKeyValue("session", spared.session().id())
                                .addKeyValue("reason", spared.reason())
                                .log("spared a session"));
        if (!report.ended().isEmpty()) {
            notifier.tell(
                    Notice.noted(
                            clock.instant(),
                            AlertKey.of(AlertRule.CLEANUP, service.id()),
                            Severity.MEDIUM,
                            service.label() + ": ended " + sessions(report.ended().size()),
                            reasons(report)));
        }
        if (report.failed().isEmpty()) {
            troubleOver(service);
        } else {
            CleanupReport.Failed first = report.failed().getFirst();
            String hint = first.hint().isEmpty() ? "" : " (" + first.hint() + ")";
            trouble(
                    service,
                    sessions(report.failed().size())
                            + " could not be ended: "
                            + first.message()
                            + hint);
        }
    }

    private static String reasons(CleanupReport report) {
        String some =
                report.ended().stream()
                        .limit(NAMED)
                        .map(ended ->
                                "session "
                                        + ended.victim().session().id()
                                        + " "
                                        + ended.how()
                                        + ": "
                                        + ended.victim().reason())
                        .collect(Collectors.joining("; "));
        int more = report.ended().size() - NAMED;
        return more > 0 ? some + "; and " + more + " more" : some;
    }

    private static String sessions(int number) {
        return number == 1 ? "1 session" : number + " sessions";
    }

    /// Says the same trouble once, until it has changed or gone.
    private void trouble(Service service, String message) {
        if (message.equals(troubles.put(service.id(), message))) {
            return;
        }
        LOG.atWarn()
                .addKeyValue("service", service.id())
                .addKeyValue("reason", message)
                .log("the clean-up did not do all it should");
        notifier.tell(
                Notice.raised(
                        clock.instant(),
                        AlertKey.of(AlertRule.CLEANUP_TROUBLE, service.id()),
                        Severity.MEDIUM,
                        service.label() + ": the clean-up did not do all it should",
                        message));
    }

    private void troubleOver(Service service) {
        AlertKey key = AlertKey.of(AlertRule.CLEANUP_TROUBLE, service.id());
        if (troubles.remove(service.id()) != null || notifier.firing(key)) {
            notifier.tell(
                    Notice.cleared(
                            clock.instant(),
                            key,
                            service.label() + ": the clean-up does all it should again",
                            ""));
        }
    }

    /// Gives up what is remembered of services that are gone.
    public void forget(Set<ServiceId> gone) {
        nextNanos.keySet().removeAll(gone);
        troubles.keySet().removeAll(gone);
    }

    /// Begins nothing new; what is under way is told to end.
    @Override
    public void close() {
        closed = true;
        busy.values().forEach(Thread::interrupt);
    }
}
