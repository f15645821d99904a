package io.caretaker.core.status;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Whether a host answers, as far as was asked. Immutable.
///
/// @param silences how often in a row it was asked in vain
/// @param since since when it is silent or was not judged; null while it answers
/// @param told whether people were told of its silence
/// @param reason why its services are not judged; empty while it answers
public record HostState(
        Standing standing, int silences, @Nullable Instant since, boolean told, String reason) {
    public static final HostState ANSWERING = new HostState(Standing.ANSWERS, 0, null, false, "");

    /// How a host stands.
    public enum Standing {
        ANSWERS,
        /// It does not answer, and others do, or there are no others.
        SILENT,
        /// Nobody answers: the fault is likely our own.
        CUT_OFF
    }
}
