package io.caretaker.server.watch;

import io.caretaker.core.check.Fault;
import io.caretaker.core.check.Outcome;
import io.caretaker.core.check.ProbeReply;
import io.caretaker.core.health.DatabaseReply;
import java.util.IdentityHashMap;

/// Carries what a database answered through [Doors], which know replies of probes only. For one
/// question; not thread-safe.
final class DatabaseAnswers {
    private final IdentityHashMap<ProbeReply, DatabaseReply> kept = new IdentityHashMap<>();

    ProbeReply keep(DatabaseReply reply) {
        ProbeReply passed = ProbeReply.of(outcome(reply));
        kept.put(passed, reply);
        return passed;
    }

    /// What is behind the reply; where the doors gave their own, that.
    DatabaseReply of(ProbeReply passed) {
        DatabaseReply reply = kept.get(passed);
        if (reply != null) {
            return reply;
        }
        return switch (passed.outcome()) {
            case Outcome.Down down ->
                    new DatabaseReply.Refused(down.fault(), down.message(), down.details());
            case Outcome.Unknown(String message, String details) ->
                    new DatabaseReply.Unknown(details == null ? message : message + ": " + details);
            case Outcome.Up(String message) -> new DatabaseReply.Unknown(message);
            case Outcome.Warning(String message) -> new DatabaseReply.Unknown(message);
        };
    }

    /// As [DatabaseProbe] has it: a log-in that is refused is no closed door.
    private static Outcome outcome(DatabaseReply reply) {
        return switch (reply) {
            case DatabaseReply.Reached reached -> new Outcome.Up(reached.version());
            case DatabaseReply.Refused refused when refused.fault() == Fault.AUTHENTICATION ->
                    new Outcome.Unknown(refused.message(), refused.details());
            case DatabaseReply.Refused refused ->
                    new Outcome.Down(refused.fault(), refused.message(), refused.details());
            case DatabaseReply.Unknown unknown -> new Outcome.Unknown(unknown.message(), null);
        };
    }
}
