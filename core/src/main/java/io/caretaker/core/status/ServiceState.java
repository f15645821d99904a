package io.caretaker.core.status;

import io.caretaker.core.check.Fault;
import io.caretaker.core.inventory.ServiceId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What is known of a service now. Immutable.
///
/// @param status the hard status: what people and recovery go by
/// @param lastResult what the newest check found; differs from `status` while a failure is still
///   soft
/// @param attempt checks in a row that disagree with the hard status; 0 when the newest agrees
/// @param consecutiveFailures failed checks in a row, soft and hard; 0 after a success
/// @param statusSince since when `status` holds; null before the first hard status
/// @param upSince since when checks succeed without a break; null while they do not
/// @param unreachable whether the failure is explained by the host or a dependency that is down
/// @param fault why the newest check failed; null after any other result
/// @param uptimePercent of the last 30 days, two decimals; null before the first known result
public record ServiceState(
        ServiceId id,
        Status status,
        Status lastResult,
        int attempt,
        int consecutiveFailures,
        @Nullable Instant lastCheck,
        @Nullable Instant statusSince,
        @Nullable Instant upSince,
        FlapHistory flaps,
        boolean flapping,
        boolean unreachable,
        String message,
        @Nullable Fault fault,
        @Nullable Double uptimePercent) {

    /// A service that was never checked.
    public static ServiceState unseen(ServiceId id) {
        return new ServiceState(
                id,
                Status.UNKNOWN,
                Status.UNKNOWN,
                0,
                0,
                null,
                null,
                null,
                FlapHistory.CALM,
                false,
                false,
                "not checked yet",
                null,
                null);
    }

    public ServiceState withUptime(@Nullable Double percent) {
        return new ServiceState(
                id,
                status,
                lastResult,
                attempt,
                consecutiveFailures,
                lastCheck,
                statusSince,
                upSince,
                flaps,
                flapping,
                unreachable,
                message,
                fault,
                percent);
    }

    /// Whether the newest result still waits to be believed.
    public boolean soft() {
        return attempt > 0;
    }
}
