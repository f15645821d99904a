package io.caretaker.server.care;

import io.caretaker.core.session.CleanupPlan.Victim;
import io.caretaker.core.session.DatabaseSession;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the audit log keeps of a session that was ended.
final class SessionEvidence {
    private SessionEvidence() {}

    static Map<String, String> of(Victim victim, Instant seen) {
        DatabaseSession session = victim.session();
        var evidence = new TreeMap<String, String>();
        evidence.put("session", session.id());
        evidence.put("state", session.state().words());
        evidence.put("age_s", Long.toString(session.age(seen).toSeconds()));
        evidence.put("reason", victim.reason());
        put(evidence, "user", session.user());
        put(evidence, "application", session.application());
        put(evidence, "database", session.database());
        put(evidence, "client", session.client());
        put(evidence, "query", session.query());
        return evidence;
    }

    private static void put(Map<String, String> evidence, String key, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            evidence.put(key, value);
        }
    }
}
