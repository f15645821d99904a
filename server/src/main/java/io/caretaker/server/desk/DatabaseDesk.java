package io.caretaker.server.desk;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.health.HealthReport;
import io.caretaker.core.inventory.Care;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.profile.Profile;
import io.caretaker.core.profile.ProfileOrder;
import io.caretaker.core.profile.QueryProfiler;
import io.caretaker.core.session.DatabaseSession;
import io.caretaker.core.session.DatabaseSessions;
import io.caretaker.core.session.EndAnswer;
import io.caretaker.core.session.EndMethod;
import io.caretaker.core.session.SessionSnapshot;
import io.caretaker.server.care.ProfilerChange;
import io.caretaker.server.care.SessionEnd;
import io.caretaker.server.care.SessionLook;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Looking at databases and caring for them by hand. What changes something is in the audit log.
/// Thread-safe.
public final class DatabaseDesk {
    private static final Duration ONE_END = Duration.ofSeconds(10);

    private final DatabasePorts ports;

    public DatabaseDesk(DatabasePorts ports) {
        this.ports = ports;
    }

    /// The databases of an inventory.
    ///
    /// @param usual the one that is meant where none is named; null where the only one is
    public Databases databases(Inventory inventory, @Nullable ServiceId usual) {
        return new Databases(ports, inventory, usual);
    }

    /// Who is connected, and waits for whom.
    ///
    /// @throws Problem `UNREACHABLE` or `DENIED` when the server does not show them
    public SessionSnapshot sessions(Database database) throws InterruptedException {
        return SessionLook.at(database.requireSessions(), database.reached(), database.deadline());
    }

    /// One look at a database's health, with the tables behind the metrics.
    ///
    /// @param window how long counters are watched for rates; zero reports none
    /// @throws Problem `INVALID` when the window is longer than the service's time limit
    public HealthReport health(Database database, Duration window) throws InterruptedException {
        Map<ServiceId, HealthReport> reports =
                new OneTimeHealth(ports, window, true, null).of(List.of(database));
        return reports.values().iterator().next();
    }

    /// Looks at the sessions that a person wants to end; touches none.
    ///
    /// @param ids as the server numbers them
    /// @param force whether protection is put aside
    /// @throws Problem `NOT_FOUND` when there is no such session
    public EndPlan planEnd(
            Database database, List<String> ids, EndMethod method, boolean force, String actor)
            throws InterruptedException {
        DatabaseSessions sessions = database.requireSessions();
        DatabaseTarget target = database.reached();
        SessionSnapshot snapshot = SessionLook.at(sessions, target, database.deadline());
        var orders = new ArrayList<SessionEnd.Order>();
        for (String id : new LinkedHashSet<>(ids)) {
            DatabaseSession session = found(database, snapshot, id);
            orders.add(
                    new SessionEnd.Order(
                            database.service(), target, session, method, force, actor));
        }
        return new EndPlan(database, method, orders, snapshot.at());
    }

    private static DatabaseSession found(Database database, SessionSnapshot snapshot, String id) {
        return snapshot.sessions().stream()
                .filter(session -> session.id().equals(id))
                .findFirst()
                .orElseThrow(() ->
                        new Problem(
                                ProblemCode.NOT_FOUND,
                                "there is no session " + OneLine.of(id),
                                "`caretaker sessions "
                                        + database.service().id()
                                        + "` shows those there are"));
    }

    /// Ends what was planned, one after the other, in that order.
    ///
    /// @throws Problem `DENIED` when something speaks against one of them; then none was touched
    public List<EndAnswer> end(EndPlan plan) throws InterruptedException {
        plan.require("");
        var end =
                new SessionEnd(
                        plan.database().requireSessions(),
                        new LateAudit(ports.audit()),
                        ports.clock(),
                        ports.ticker());
        var answers = new ArrayList<EndAnswer>();
        for (SessionEnd.Order order : plan.orders()) {
            Deadline deadline = Deadline.after(ONE_END, ports.ticker());
            answers.add(new EndAnswer(order.session(), end.run(order, deadline)));
        }
        return answers;
    }

    /// A clean-up, to be rehearsed or done.
    ///
    /// @throws Problem `INVALID` when the terms are out of range, `UNREACHABLE` when there is no
    ///   way to the server
    public OneTimeCleanup cleanup(Database database, CleanupTerms terms, String actor)
            throws InterruptedException {
        Care care = terms.over(database.service().careInForce());
        return new OneTimeCleanup(database, care, actor);
    }

    /// What the server's profilers record.
    ///
    /// @param in which of the server's databases; null for all
    public List<Profile> profiles(Database database, @Nullable String in)
            throws InterruptedException {
        QueryProfiler profiler = database.requireProfiler();
        DatabaseTarget target = database.reached();
        return in == null
                ? profiler.all(target, database.deadline())
                : List.of(profiler.look(target, in, database.deadline()));
    }

    /// Changes what a profiler records.
    ///
    /// @param before what it recorded when the person decided
    /// @return what it records from now on
    /// @throws Problem `FAILED` when the server said yes and records something else
    public Profile setProfile(Database database, Profile before, ProfileOrder order, String actor)
            throws InterruptedException {
        return new ProfilerChange(
                        database.requireProfiler(),
                        new LateAudit(ports.audit()),
                        ports.clock(),
                        ports.ticker())
                .run(database.service().id(), database.reached(), before, order, actor);
    }
}
