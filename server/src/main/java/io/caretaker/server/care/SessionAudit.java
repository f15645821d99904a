package io.caretaker.server.care;

import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.session.CleanupPlan.Victim;
import io.caretaker.core.session.DatabaseSession;
import io.caretaker.core.session.EndMethod;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Entries of the audit log about sessions that were ended, with the evidence.
public final class SessionAudit {
    private SessionAudit() {}

    /// A session was ended.
    ///
    /// @param service the database's service id
    /// @param seen when it was looked at, by the server's clock, which its age is told by
    public static AuditEntry ended(
            Instant at,
            String actor,
            String service,
            Victim victim,
            Instant seen,
            String how,
            Duration took) {
        return new AuditEntry(
                at,
                actor,
                "session.end",
                service,
                true,
                label(victim.session()) + " " + how + ": " + victim.reason(),
                took,
                evidence(seen, victim, how));
    }

    /// A session was to be ended, and did something else when it was its turn.
    public static AuditEntry spared(
            Instant at, String actor, String service, Victim victim, Instant seen) {
        return new AuditEntry(
                at,
                actor,
                "session.spare",
                service,
                true,
                label(victim.session()) + " was left alone: it does something else by now",
                null,
                evidence(seen, victim, ""));
    }

    /// A session should have been ended and was not.
    public static AuditEntry failed(
            Instant at, String actor, String service, Victim victim, Instant seen, String message) {
        return new AuditEntry(
                at,
                actor,
                "session.end",
                service,
                false,
                label(victim.session()) + " could not be ended: " + message,
                null,
                evidence(seen, victim, ""));
    }

    /// A person asks for a session's end, or for that of its query.
    public static AuditEntry requested(
            Instant at, String actor, String service, DatabaseSession session, EndMethod method) {
        return AuditEntry.of(
                at,
                actor,
                action(method),
                service,
                true,
                "begins to " + verb(method) + " " + label(session));
    }

    /// What came of it.
    public static AuditEntry answered(
            Instant at,
            String actor,
            String service,
            DatabaseSession session,
            EndMethod method,
            boolean success,
            String message,
            Duration took) {
        return new AuditEntry(
                at,
                actor,
                action(method),
                service,
                success,
                label(session) + " " + message,
                took,
                evidence(session));
    }

    private static String action(EndMethod method) {
        return "session." + verb(method);
    }

    private static String verb(EndMethod method) {
        return switch (method) {
            case CANCEL -> "cancel";
            case TERMINATE -> "terminate";
        };
    }

    static String label(DatabaseSession session) {
        String user = session.user();
        return "session " + session.id() + (user == null ? "" : " of " + user);
    }

    private static Map<String, String> evidence(Instant seen, Victim victim, String how) {
        Map<String, String> details = evidence(victim.session());
        put(details, "age_s", Long.toString(victim.session().age(seen).toSeconds()));
        put(details, "offence", victim.offence().label());
        put(details, "reason", victim.reason());
        put(details, "waiting", Integer.toString(victim.waiting()));
        put(details, "how", how);
        return details;
    }

    private static Map<String, String> evidence(DatabaseSession session) {
        var details = new LinkedHashMap<String, String>();
        put(details, "pid", session.id());
        put(details, "started_at", session.key().startedAt().toString());
        put(details, "user", session.user());
        put(details, "application", session.application());
        put(details, "database", session.database());
        put(details, "client", session.client());
        put(details, "state", session.state().words());
        Instant since = session.stateSince();
        put(details, "state_since", since == null ? null : since.toString());
        put(details, "query", session.query());
        return details;
    }

    private static void put(Map<String, String> details, String key, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            details.put(key, value);
        }
    }
}
