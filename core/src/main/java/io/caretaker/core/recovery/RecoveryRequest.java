package io.caretaker.core.recovery;

import io.caretaker.core.inventory.ServiceId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A recovery that a person asked for, on its way from the command line to the daemon and back.
///
/// @param force whether cooldown, used-up attempts and flapping are put aside (never a pause, a
///   veto or a running start)
/// @param finishedAt null until done
/// @param success null until done
/// @param message what happened, empty until done
public record RecoveryRequest(
        String id,
        ServiceId service,
        String requestedBy,
        Instant requestedAt,
        boolean force,
        @Nullable Instant finishedAt,
        @Nullable Boolean success,
        String message) {}
