package io.caretaker.server.care;

import io.caretaker.core.audit.AuditLog;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Ticker;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.session.DatabaseSession;
import io.caretaker.core.session.DatabaseSessions;
import io.caretaker.core.session.EndMethod;
import io.caretaker.core.session.EndReply;
import io.caretaker.core.session.EndRules;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// Ends one session, or its query, because a person wants it; the audit log has it before and
/// after. Thread-safe.
public final class SessionEnd {
    private final DatabaseSessions sessions;
    private final AuditLog audit;
    private final InstantSource clock;
    private final Ticker ticker;

    public SessionEnd(
            DatabaseSessions sessions, AuditLog audit, InstantSource clock, Ticker ticker) {
        this.sessions = sessions;
        this.audit = audit;
        this.clock = clock;
        this.ticker = ticker;
    }

    /// What is to be ended.
    ///
    /// @param service whose protection holds
    /// @param target the server as it is reached from here
    /// @param session as the person has seen it
    /// @param force whether protection is put aside
    /// @param actor who wants it, for the audit log
    public record Order(
            Service service,
            DatabaseTarget target,
            DatabaseSession session,
            EndMethod method,
            boolean force,
            String actor) {

        /// Why it is not carried out; null when it is.
        public @Nullable String objection() {
            return EndRules.objection(session, method, service.careInForce().protection(), force);
        }
    }

    /// Does it. A query is cancelled only if it is still the one that was seen; a session is
    /// terminated whatever it does by now.
    ///
    /// @throws Problem `DENIED` when the session is protected; then nothing was done
    public EndReply run(Order order, Deadline deadline) throws InterruptedException {
        String objection = order.objection();
        if (objection != null) {
            throw new Problem(
                    ProblemCode.DENIED,
                    "session " + order.session().id() + " is not ended: " + objection,
                    "");
        }
        String service = order.service().id().value();
        audit.append(
                SessionAudit.requested(
                        clock.instant(), order.actor(), service, order.session(), order.method()));
        long began = ticker.nanos();
        EndReply reply =
                sessions.end(
                        order.target(),
                        order.session().key(),
                        order.method() == EndMethod.CANCEL ? order.session().stateSince() : null,
                        order.method(),
                        deadline);
        audit.append(
                SessionAudit.answered(
                        clock.instant(),
                        order.actor(),
                        service,
                        order.session(),
                        order.method(),
                        reply instanceof EndReply.Done || reply instanceof EndReply.Gone,
                        reply.words(order.method()),
                        Duration.ofNanos(ticker.nanos() - began)));
        return reply;
    }
}
