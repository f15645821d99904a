package io.caretaker.core.session;

import java.time.Instant;

/// One session and no other: servers give the number of a session that is over to a new one, but
/// never with the same start.
///
/// @param id the server's own number or name for it (PostgreSQL: the process id)
/// @param startedAt when the session began, by the server's clock, to its full precision
public record SessionKey(String id, Instant startedAt) {
    public SessionKey {
        if (id.isBlank()) {
            throw new IllegalArgumentException("a session's id must not be blank");
        }
    }
}
