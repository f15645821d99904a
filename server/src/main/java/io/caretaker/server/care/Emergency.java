package io.caretaker.server.care;

import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.audit.AuditLog;
import io.caretaker.core.change.Change;
import io.caretaker.core.change.ChangeId;
import io.caretaker.core.change.ChangeState;
import io.caretaker.core.change.ChangeStatus;
import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Ticker;
import io.caretaker.core.health.Capability;
import io.caretaker.core.health.DatabaseEngine;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.health.EngineKind;
import io.caretaker.core.health.Engines;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.host.Hosts;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.lockdown.DatabaseLockdown;
import io.caretaker.core.lockdown.Gates;
import io.caretaker.core.lockdown.LockdownPlan;
import io.caretaker.core.lockdown.LockdownRules;
import io.caretaker.core.lockdown.Restriction;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.session.CleanupReport;
import io.caretaker.core.session.DatabaseSessions;
import io.caretaker.core.session.EmergencyRules;
import io.caretaker.core.session.Protection;
import io.caretaker.core.session.SessionSnapshot;
import io.caretaker.core.session.SessionsReply;
import io.caretaker.server.change.ChangeJournal;
import io.caretaker.server.change.ChangeRunner;
import io.caretaker.server.watch.Checks;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Emergency shutdown of a database server: refuses new connections where that is wished, ends all
/// sessions that are not essential, and lets connections in again exactly as before. Thread-safe.
public final class Emergency {
    private static final Logger LOG = LoggerFactory.getLogger("care");
    private static final Duration LOOK = Duration.ofSeconds(30);
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Supplier<AuditLog> audit;
    private final Hosts hosts;
    private final Checks checks;
    private final List<DatabaseEngine> engines;
    private final Lockdowns lockdowns;
    private final Protection store;
    private final ChangeRunner runner;
    private final InstantSource clock;
    private final Ticker ticker;

    /// @param store whom caretaker's own store logs in as, where it is in a MongoDB; shut out, it
    ///   could not read any more what was locked down
    public Emergency(
            Supplier<AuditLog> audit,
            Hosts hosts,
            Checks checks,
            List<DatabaseEngine> engines,
            ChangeJournal journal,
            Lockdowns lockdowns,
            Protection store,
            InstantSource clock,
            Ticker ticker) {
        this.audit = audit;
        this.hosts = hosts;
        this.checks = checks;
        this.engines = List.copyOf(engines);
        this.lockdowns = lockdowns;
        this.store = store;
        this.runner = new ChangeRunner(journal, clock);
        this.clock = clock;
        this.ticker = ticker;
    }

    /// What it would do now; changes nothing.
    ///
    /// @param lockDown whether new connections are to be refused as well
    public EmergencyPlan plan(Service service, Host host, boolean lockDown)
            throws InterruptedException {
        DatabaseTarget target = target(service);
        EmergencyPlan.@Nullable Lockdown lockdown = null;
        if (lockDown) {
            Gates gates = lockdown(target).look(target, hosts.of(host), within(LOOK));
            requirePrimary(service, gates);
            lockdown =
                    new EmergencyPlan.Lockdown(
                            gates, LockdownRules.plan(gates, notShutOut(service)));
        }
        DatabaseTarget way = entered(checks.reached(service, host, within(LOOK)), lockdown);
        SessionSnapshot snapshot = seen(sessions(target).look(way, within(LOOK)));
        if (lockdown != null) {
            requireSame(service, target, lockdown.gates(), snapshot);
        }
        return new EmergencyPlan(
                service,
                entered(target, lockdown),
                way,
                snapshot,
                EmergencyRules.plan(snapshot, service.careInForce().protection()),
                lockdown,
                inForce(service, lockDown));
    }

    private Protection notShutOut(Service service) {
        Protection listed = service.careInForce().protection();
        return target(service).engine() == EngineKind.MONGODB ? listed.and(store) : listed;
    }

    /// Which lockdown is in force. Where none is asked for, a journal that cannot be read keeps
    /// nobody from ending sessions.
    private @Nullable ChangeState inForce(Service service, boolean lockDown) {
        try {
            return lockdowns.inForce(service).orElse(null);
        } catch (Problem problem) {
            if (lockDown) {
                throw problem;
            }
            LOG.atWarn()
                    .addKeyValue("service", service.id())
                    .addKeyValue("problem", problem.message())
                    .log("whether it is locked down cannot be read");
            return null;
        }
    }

    /// Connections are restricted on the host, sessions are ended by address: both must be one
    /// server, or the wrong one would be closed.
    private void requireSame(
            Service service, DatabaseTarget target, Gates gates, SessionSnapshot snapshot) {
        @Nullable String answers = snapshot.fingerprint();
        if (answers == null) {
            throw new Problem(
                    ProblemCode.DENIED,
                    service.id()
                            + " cannot be locked down: caretaker's account may not read which"
                            + " server it is in",
                    engine(target).map(DatabaseEngine::identityGrant).orElse(""));
        }
        if (!answers.equals(gates.fingerprint())) {
            throw new Problem(
                    ProblemCode.DENIED,
                    service.id()
                            + " cannot be locked down: another server answers at its address ("
                            + answers
                            + ") than "
                            + gates.way()
                            + " on its host ("
                            + gates.fingerprint()
                            + ")",
                    "nothing was changed; correct check.host, check.port or the host of the"
                            + " service");
        }
    }

    /// Once its database refuses connections, sessions are seen and ended from the entrance.
    private static DatabaseTarget entered(
            DatabaseTarget target, EmergencyPlan.@Nullable Lockdown lockdown) {
        return lockdown == null || lockdown.gates().entrance() == null
                ? target
                : new DatabaseTarget(
                        target.engine(),
                        target.host(),
                        target.port(),
                        lockdown.gates().entrance(),
                        target.user(),
                        target.password(),
                        target.tls(),
                        target.caFile());
    }

    private static void requirePrimary(Service service, Gates gates) {
        if (gates.standby() != null) {
            throw new Problem(
                    ProblemCode.DENIED,
                    service.id() + " cannot be locked down: " + gates.standby(),
                    "lock down the primary; without --lockdown the sessions of this standby are"
                            + " ended");
        }
    }

    /// Does it: first nobody comes in any more, then those inside are ended.
    ///
    /// @param plan as it was shown
    public EmergencyReport shutDown(EmergencyPlan plan, Host host, String actor)
            throws InterruptedException {
        var notes = new ArrayList<String>();
        @Nullable ChangeState locked = lockDown(plan, host, actor, notes);
        if (locked != null && locked.status() != ChangeStatus.APPLIED) {
            throw notLocked(plan.service(), locked);
        }
        var ending =
                new SessionEnding(
                        sessions(plan.target()),
                        plan.way(),
                        plan.service(),
                        locked != null,
                        ended -> write(plan, ended, actor, notes),
                        ticker);
        CleanupReport report = ending.endAll(plan);
        write(plan.service(), report, actor, notes);
        return new EmergencyReport(report, locked, notes);
    }

    private @Nullable ChangeState lockDown(
            EmergencyPlan plan, Host host, String actor, List<String> notes)
            throws InterruptedException {
        EmergencyPlan.@Nullable Lockdown asked = plan.lockdown();
        if (asked == null) {
            return null;
        }
        String fingerprint = asked.gates().fingerprint();
        DatabaseTarget target = target(plan.service());
        LockdownSteps steps = steps(target, hosts.of(host), fingerprint);
        LockdownPlan wanted = asked.plan();
        @Nullable ChangeState former = plan.inForce();
        if (former != null && former.status() == ChangeStatus.UNDOING) {
            // A release was interrupted: what stood before is known only when it is complete.
            runner.resume(former, actor, steps);
            Gates gates = lockdown(target).look(target, hosts.of(host), within(LOOK));
            wanted = LockdownRules.plan(gates, notShutOut(plan.service()));
        }
        var change =
                new Change(
                        new ChangeId(
                                Lockdowns.KIND
                                        + "-"
                                        + STAMP.format(clock.instant())
                                        + "-"
                                        + UUID.randomUUID().toString().substring(0, 8)),
                        Lockdowns.KIND,
                        fullFingerprint(target, fingerprint),
                        plan.service().id().value(),
                        actor,
                        clock.instant(),
                        LockdownSteps.of(wanted));
        ChangeState state = runner.apply(change, steps);
        notes.addAll(wanted.notes());
        if (!state.change().id().equals(change.id())) {
            noteLaterOnes(state, wanted, notes);
        }
        boolean done = state.status() == ChangeStatus.APPLIED;
        append(
                plan.service(),
                actor,
                "emergency.lockdown",
                done,
                done
                        ? "clients are refused"
                        : "it was not completed and is taken back: " + state.reason(),
                Map.of("change", state.change().id().value(), "fingerprint", fingerprint),
                notes);
        return state;
    }

    /// A lockdown that is in force closes what its plan names, and nothing made since.
    private static void noteLaterOnes(ChangeState state, LockdownPlan wanted, List<String> notes) {
        List<Restriction> named = LockdownSteps.restrictions(state.change());
        List<String> later =
                wanted.restricted().stream()
                        .filter(each -> named.stream().noneMatch(each::of))
                        .map(Restriction::label)
                        .toList();
        if (!later.isEmpty()) {
            notes.add(
                    "the lockdown of "
                            + state.change().at()
                            + " goes on, and does not refuse what was made or opened since: "
                            + String.join(", ", later)
                            + "; --release and then --lockdown refuses it, too");
        }
    }

    private static String fullFingerprint(DatabaseTarget target, String fingerprint) {
        return target.engine().label() + ":" + fingerprint;
    }

    private LockdownSteps steps(DatabaseTarget target, HostAccess host, String fingerprint) {
        return new LockdownSteps(lockdown(target), target, host, fingerprint, ticker);
    }

    private static Problem notLocked(Service service, ChangeState state) {
        String hint = "`caretaker emergency-shutdown " + service.id() + " --release` takes it back";
        return new Problem(
                ProblemCode.FAILED,
                service.id()
                        + " was not locked down, and no session was ended: "
                        + (state.reason() == null ? "steps failed" : state.reason()),
                state.inForce() ? hint : "nothing of it is left in force");
    }

    /// The lockdown in force of a service's server. One that was ordered for a service that is not
    /// in the inventory any more is known by the server itself.
    public Optional<ChangeState> locked(Service service, Host host) throws InterruptedException {
        Optional<ChangeState> known = lockdowns.inForce(service);
        if (known.isPresent()) {
            return known;
        }
        List<ChangeState> orphans = lockdowns.orphans();
        if (orphans.isEmpty()) {
            return known;
        }
        DatabaseTarget target = target(service);
        Gates gates = lockdown(target).look(target, hosts.of(host), within(LOOK));
        String server = fullFingerprint(target, gates.fingerprint());
        return orphans.stream().filter(each -> each.change().target().equals(server)).findFirst();
    }

    /// Lets connections in as before the lockdown, also one that was applied in part only.
    ///
    /// @return the lockdown as it stands now; empty when none was in force
    public Optional<ChangeState> release(Service service, Host host, String actor)
            throws InterruptedException {
        Optional<ChangeState> found = locked(service, host);
        if (found.isEmpty()) {
            return found;
        }
        ChangeState state = found.get();
        DatabaseTarget target = target(service);
        String fingerprint =
                state.change().target().substring(target.engine().label().length() + 1);
        ChangeState after =
                runner.undo(
                        state,
                        actor,
                        "released by " + actor,
                        steps(target, hosts.of(host), fingerprint));
        boolean done = !after.inForce();
        append(
                service,
                actor,
                "emergency.release",
                done,
                done ? "clients are let in as before" : "it is not complete: " + why(after),
                Map.of(
                        "change",
                        after.change().id().value(),
                        "left_alone",
                        String.join("; ", after.notes())),
                new ArrayList<>());
        return Optional.of(after);
    }

    /// What failed last.
    public static String why(ChangeState state) {
        return state.progress().values().stream()
                .map(ChangeState.Progress::message)
                .filter(message -> message != null)
                .reduce((_, last) -> last)
                .orElse("it was interrupted");
    }

    private void write(
            EmergencyPlan plan, CleanupReport.Ended ended, String actor, List<String> notes) {
        append(
                plan.service(),
                actor,
                "emergency.end_session",
                true,
                SessionAudit.label(ended.victim().session()) + " " + ended.how(),
                SessionEvidence.of(ended.victim(), plan.snapshot().at()),
                notes);
    }

    private void write(Service service, CleanupReport report, String actor, List<String> notes) {
        report.failed()
                .forEach(failed ->
                        append(
                                service,
                                actor,
                                "emergency.end_session",
                                false,
                                SessionAudit.label(failed.victim().session())
                                        + " could not be ended: "
                                        + failed.message(),
                                SessionEvidence.of(failed.victim(), report.at()),
                                notes));
        append(
                service,
                actor,
                "emergency.shutdown",
                report.failed().isEmpty(),
                report.ended().size()
                        + " sessions ended, "
                        + report.spared().size()
                        + " spared, "
                        + report.failed().size()
                        + " not ended",
                Map.of(),
                notes);
    }

    /// A store that is away must not keep anybody from acting; the journal is on this machine.
    private void append(
            Service service,
            String actor,
            String action,
            boolean success,
            String message,
            Map<String, String> details,
            List<String> notes) {
        try {
            audit.get()
                    .append(
                            new AuditEntry(
                                    clock.instant(),
                                    actor,
                                    action,
                                    service.id().value(),
                                    success,
                                    message,
                                    null,
                                    details));
        } catch (Problem problem) {
            String note = "the audit log could not be written: " + problem.message();
            if (!notes.contains(note)) {
                notes.add(note);
            }
            LOG.atWarn()
                    .addKeyValue("service", service.id())
                    .addKeyValue("action", action)
                    .addKeyValue("result", message)
                    .addKeyValue("details", details)
                    .addKeyValue("problem", problem.message())
                    .log("this could not be written to the audit log");
        }
    }

    private static SessionSnapshot seen(SessionsReply reply) {
        return switch (reply) {
            case SessionsReply.Seen(SessionSnapshot snapshot) -> snapshot;
            case SessionsReply.Unseen(DatabaseReply why) -> throw SessionEnding.unseen(why);
        };
    }

    private static DatabaseTarget target(Service service) {
        if (service.check() instanceof CheckSpec.Database database) {
            return database.target();
        }
        throw new Problem(
                ProblemCode.INVALID,
                service.id() + " is not checked by a database log-in, so it has no sessions",
                "`caretaker adopt` gives it an account and such a check");
    }

    private DatabaseSessions sessions(DatabaseTarget target) {
        return engine(target)
                .flatMap(DatabaseEngine::sessions)
                .orElseThrow(() -> lacking(target, Capability.SESSIONS));
    }

    private DatabaseLockdown lockdown(DatabaseTarget target) {
        return engine(target)
                .flatMap(DatabaseEngine::lockdown)
                .orElseThrow(() -> lacking(target, Capability.LOCKDOWN));
    }

    private Optional<DatabaseEngine> engine(DatabaseTarget target) {
        return Engines.of(engines, target.engine());
    }

    private Problem lacking(DatabaseTarget target, Capability wanted) {
        return Engines.lacking(engines, target.engine(), wanted);
    }

    private Deadline within(Duration limit) {
        return Deadline.after(limit, ticker);
    }
}
