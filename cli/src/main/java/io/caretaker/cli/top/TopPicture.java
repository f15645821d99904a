package io.caretaker.cli.top;

import io.caretaker.core.check.Metrics;
import io.caretaker.core.session.SessionSnapshot;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What is known of the server at one moment.
///
/// @param at this machine's clock
/// @param snapshot the newest sessions that were seen; null before the first
/// @param metrics of the newest check; empty before the first
/// @param problem why the server does not show them now; null when it does
public record TopPicture(
        Instant at, @Nullable SessionSnapshot snapshot, Metrics metrics, @Nullable String problem) {
    /// Before anything was seen.
    public static TopPicture empty(Instant at) {
        return new TopPicture(at, null, Metrics.NONE, null);
    }

    TopPicture failed(Instant now, String why) {
        return new TopPicture(now, snapshot, metrics, why);
    }
}
