package io.caretaker.core.document;

import io.caretaker.core.inventory.Alerting;
import io.caretaker.core.inventory.Care;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.Monitoring;
import io.caretaker.core.inventory.Origin;
import io.caretaker.core.recovery.RecoveryPolicy;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/// What the fields mean that a service's document does not have.
///
/// @param retryDelayGiven whether the retry delay of `monitoring` is somebody's word; otherwise
///   each service's follows from its interval
/// @param origin who owns services that do not say it
/// @param now the time of creation of services that do not say it
/// @param hosts finds a service's host, for its environment, region and address; may know none
public record ServiceDefaults(
        Monitoring monitoring,
        boolean retryDelayGiven,
        RecoveryPolicy recovery,
        Alerting alerting,
        Care care,
        Origin origin,
        Instant now,
        Function<HostId, Optional<Host>> hosts) {

    /// For documents of a store, which say everything themselves.
    public static ServiceDefaults stored(Instant now) {
        return new ServiceDefaults(
                Monitoring.DEFAULT,
                false,
                RecoveryPolicy.DEFAULT,
                Alerting.DEFAULT,
                Care.DEFAULT,
                Origin.MANAGED,
                now,
                _ -> Optional.empty());
    }

    /// The same with other hosts.
    public ServiceDefaults knowing(Function<HostId, Optional<Host>> others) {
        return new ServiceDefaults(
                monitoring, retryDelayGiven, recovery, alerting, care, origin, now, others);
    }
}
