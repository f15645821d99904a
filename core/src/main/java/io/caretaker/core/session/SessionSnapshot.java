package io.caretaker.core.session;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// All sessions of a server at one moment.
///
/// @param at the server's clock
/// @param fingerprint what makes this server this server; null where the account may not read it
/// @param maxConnections how many clients may be connected at once
/// @param notes what the account may not see, each with the grant that would show it
public record SessionSnapshot(
        Instant at,
        String version,
        @Nullable String fingerprint,
        int maxConnections,
        List<DatabaseSession> sessions,
        List<String> notes) {
    public SessionSnapshot {
        sessions = List.copyOf(sessions);
        notes = List.copyOf(notes);
    }

    public Optional<DatabaseSession> find(SessionKey key) {
        return sessions.stream().filter(session -> session.key().equals(key)).findFirst();
    }

    /// Sessions of clients in the wider sense, those that count against the server's limit: all but
    /// the server's own processes, replication, and what nobody is connected to.
    public long connections() {
        return sessions.stream()
                .filter(session ->
                        switch (session.kind()) {
                            case CLIENT, OWN, BACKUP, MAINTENANCE -> session.user() != null;
                            case REPLICATION, SYSTEM, PREPARED -> false;
                        })
                .count();
    }
}
