package io.caretaker.core.check;

import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.status.Status;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One row of the history: the result of one check, or of one recovery.
///
/// @param status what this check found (not the hard status)
/// @param statusCode 0 for success, else [Fault#statusCode()], 100 for unknown
/// @param recovery what recovery did, on rows that recovery wrote; else null
public record HistoryEntry(
        ServiceId serviceId,
        HostId hostId,
        Instant timestamp,
        CheckType type,
        Status status,
        int statusCode,
        Duration responseTime,
        Metrics metrics,
        @Nullable String error,
        @Nullable String errorDetails,
        @Nullable RecoveryNote recovery) {

    public static final int UNKNOWN_CODE = 100;

    /// What a recovery did.
    public record RecoveryNote(String action, boolean success, String message) {}
}
