package io.caretaker.server.care;

import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.session.CleanupPlan.Victim;
import io.caretaker.core.session.DatabaseSession;
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
    public static AuditEntry ended(
            Instant at, String actor, String service, Victim victim, String how, Duration took) {
        return new AuditEntry(
                at,
                actor,
                "session.end",
                service,
                true,
                label(victim.session()) + " " + how + ": " + victim.reason(),
                took,
                evidence(at, victim, how));
    }

    /// A session should have been ended and was not.
    public static AuditEntry failed(
            Instant at, String actor, String service, Victim victim, String message) {
        return new AuditEntry(
                at,
                actor,
                "session.end",
                service,
                false,
                label(victim.session()) + " could not be ended: " + message,
                null,
                evidence(at, victim, ""));
    }

    private static String label(DatabaseSession session) {
        String user = session.user();
        return "session " + session.id() + (user == null ? "" : " of " + user);
    }

    private static Map<String, String> evidence(Instant at, Victim victim, String how) {
        DatabaseSession session = victim.session();
        var details = new LinkedHashMap<String, String>();
        put(details, "pid", session.id());
        put(details, "started_at", session.key().startedAt().toString());
        put(details, "user", session.user());
        put(details, "application", session.application());
        put(details, "database", session.database());
        put(details, "client", session.client());
        put(details, "state", session.state().words());
        put(details, "age_s", Long.toString(session.age(at).toSeconds()));
        put(details, "offence", victim.offence().label());
        put(details, "reason", victim.reason());
        put(details, "waiting", Integer.toString(victim.waiting()));
        put(details, "query", session.query());
        put(details, "how", how);
        return details;
    }

    private static void put(Map<String, String> details, String key, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            details.put(key, value);
        }
    }
}
