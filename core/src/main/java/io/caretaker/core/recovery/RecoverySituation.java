package io.caretaker.core.recovery;

import io.caretaker.core.inventory.Environment;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.status.ServiceState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Everything the guards look at. What costs something to find out is in [Evidence].
///
/// @param dependenciesDown dependencies that are not up, those to heal first in front
/// @param approval the newest approval for this service, or null
/// @param hostSilent why the service's host cannot be reached; null when it can, as far as is known
/// @param lockedDown since when nobody may connect to it; null when it is not locked down
/// @param restartsThisRun restarts that this run of the daemon has made of the service
public record RecoverySituation(
        Service service,
        ServiceState state,
        RecoveryState recovery,
        Host host,
        @Nullable Environment environment,
        @Nullable Pause pause,
        List<ServiceId> dependenciesDown,
        @Nullable Approval approval,
        @Nullable String hostSilent,
        @Nullable String lockedDown,
        int restartsThisRun,
        RecoveryTrigger trigger) {
    public RecoverySituation {
        dependenciesDown = List.copyOf(dependenciesDown);
    }

    /// The same, after a newer check.
    public RecoverySituation checked(ServiceState newer) {
        return new RecoverySituation(
                service,
                newer,
                recovery,
                host,
                environment,
                pause,
                dependenciesDown,
                approval,
                hostSilent,
                lockedDown,
                restartsThisRun,
                trigger);
    }

    /// The same, as if a person had approved it just now.
    public RecoverySituation approved(Instant now) {
        var consent =
                new Approval(
                        "",
                        service.id(),
                        "",
                        now,
                        Instant.MAX,
                        Approval.Verdict.APPROVED,
                        "a person",
                        now);
        return new RecoverySituation(
                service,
                state,
                recovery,
                host,
                environment,
                pause,
                dependenciesDown,
                consent,
                hostSilent,
                lockedDown,
                restartsThisRun,
                trigger);
    }
}
