package io.caretaker.server.care;

import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.audit.AuditLog;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Ticker;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.profile.Profile;
import io.caretaker.core.profile.ProfileOrder;
import io.caretaker.core.profile.QueryProfiler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/// Changes what the profiler of a database records, because a person wants it, and looks whether it
/// does; the audit log has it before and after. Thread-safe.
public final class ProfilerChange {
    private static final Duration LONGEST_EACH = Duration.ofSeconds(10);
    private static final String ACTION = "profiler.set";

    private final QueryProfiler profiler;
    private final AuditLog audit;
    private final InstantSource clock;
    private final Ticker ticker;

    public ProfilerChange(
            QueryProfiler profiler, AuditLog audit, InstantSource clock, Ticker ticker) {
        this.profiler = profiler;
        this.audit = audit;
        this.clock = clock;
        this.ticker = ticker;
    }

    /// Does it.
    ///
    /// @param before what was recorded when the person decided
    /// @param actor who wants it, for the audit log
    /// @return what is recorded from now on
    /// @throws Problem `FAILED` when the server said yes and records something else
    public Profile run(
            ServiceId service,
            DatabaseTarget target,
            Profile before,
            ProfileOrder order,
            String actor)
            throws InterruptedException {
        write(service, before, actor, true, "is about to set it to " + order.level().words());
        try {
            profiler.set(target, before.database(), order, deadline());
            Profile after = profiler.look(target, before.database(), deadline());
            if (!after.satisfies(order)) {
                throw new Problem(
                        ProblemCode.FAILED,
                        "the profiler of database "
                                + before.database()
                                + " was set, and records now: "
                                + after.words(),
                        "");
            }
            write(service, before, actor, true, "records now: " + after.words());
            return after;
        } catch (Problem problem) {
            write(service, before, actor, false, problem.message());
            throw problem;
        }
    }

    private Deadline deadline() {
        return Deadline.after(LONGEST_EACH, ticker);
    }

    private void write(
            ServiceId service, Profile before, String actor, boolean success, String message) {
        audit.append(
                new AuditEntry(
                        clock.instant(),
                        actor,
                        ACTION,
                        service.value(),
                        success,
                        "the profiler of database " + before.database() + " " + message,
                        null,
                        Map.of("database", before.database(), "before", before.words())));
    }
}
