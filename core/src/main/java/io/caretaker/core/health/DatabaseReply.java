package io.caretaker.core.health;

import io.caretaker.core.check.Fault;
import io.caretaker.core.check.Metrics;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a database server answered.
public sealed interface DatabaseReply {

    /// Logged in, round trip made.
    ///
    /// @param version as the server says it
    /// @param fingerprint what makes this server this server: system identifier, server UUID,
    ///   replica set id; null where the account may not read it
    /// @param notice something that needs attention although the server works, or null
    /// @param notes what could not be seen, each with what would show it (a grant, an extension)
    /// @param details tables behind the metrics; empty unless asked for
    record Reached(
            String version,
            @Nullable String fingerprint,
            Metrics metrics,
            @Nullable String notice,
            List<String> notes,
            List<Detail> details)
            implements DatabaseReply {
        public Reached {
            notes = List.copyOf(notes);
            details = List.copyOf(details);
        }

        public Reached(
                String version,
                @Nullable String fingerprint,
                Metrics metrics,
                @Nullable String notice) {
            this(version, fingerprint, metrics, notice, List.of(), List.of());
        }
    }

    /// It answered, or something on the way did, and there is no session.
    ///
    /// @param details the server's own message with its code; never a secret
    record Refused(Fault fault, String message, @Nullable String details)
            implements DatabaseReply {}

    /// Caretaker's own fault (no such driver option, secret not readable): says nothing about the
    /// server.
    record Unknown(String message) implements DatabaseReply {}
}
