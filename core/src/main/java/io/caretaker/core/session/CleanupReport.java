package io.caretaker.core.session;

import io.caretaker.core.session.CleanupPlan.Spared;
import io.caretaker.core.session.CleanupPlan.Victim;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a clean-up, or an emergency shutdown, has done to sessions.
///
/// @param dryRun whether nothing was done, and `ended` is what would have been
/// @param at the server's clock when the sessions were seen
/// @param fingerprint of the server that was cleaned up; null where the account may not read it
/// @param notes what the account could not see
public record CleanupReport(
        boolean dryRun,
        Instant at,
        @Nullable String fingerprint,
        List<Ended> ended,
        List<Spared> spared,
        List<Failed> failed,
        List<String> notes) {
    public CleanupReport {
        ended = List.copyOf(ended);
        spared = List.copyOf(spared);
        failed = List.copyOf(failed);
        notes = List.copyOf(notes);
    }

    /// A session that was ended.
    ///
    /// @param how `cancelled`, `terminated`, `terminated after cancelling`, or `ended by itself`
    ///   when it was over before it was its turn; in a dry run `cancel` or `terminate`
    /// @param took from the first request until it was known to be over; zero in a dry run
    public record Ended(Victim victim, String how, Duration took) {}

    /// A session that should have been ended and was not.
    ///
    /// @param hint what would allow it (a grant), or empty
    public record Failed(Victim victim, String message, String hint) {}
}
