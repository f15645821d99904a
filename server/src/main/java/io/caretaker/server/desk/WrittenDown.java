package io.caretaker.server.desk;

import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.recovery.Approval;
import io.caretaker.core.recovery.Deliberation;
import io.caretaker.core.recovery.RecoveryRules;
import io.caretaker.core.recovery.RecoverySituation;
import io.caretaker.core.recovery.RecoveryState;
import io.caretaker.core.recovery.RecoveryStore;
import io.caretaker.core.recovery.RecoveryTrigger;
import io.caretaker.core.status.ServiceState;
import io.caretaker.core.store.Store;
import io.caretaker.server.heal.Deliberator;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The guards of recovery by what is written down, where no daemon can be asked. Nobody looks at
/// traces; whether the host answers is asked on a look. Thread-safe.
///
/// @param store asked anew each time
/// @param states what is known of the services now
/// @param lockedDown since when a service is locked down; null when it is not
/// @param silence why a host cannot be reached, by asking it; null when it answers
public record WrittenDown(
        Supplier<Store> store,
        Supplier<Map<ServiceId, ServiceState>> states,
        Function<Service, @Nullable String> lockedDown,
        Silence silence,
        InstantSource clock)
        implements Deliberator {
    private static final Duration APPROVALS = Duration.ofDays(2);

    /// Asks a host whether it answers.
    @FunctionalInterface
    public interface Silence {
        /// Why it does not; null when it does.
        @Nullable String of(Host host) throws InterruptedException;
    }

    @Override
    public Deliberation outlook(Service service, RecoveryTrigger trigger) {
        return decided(situation(service, null, trigger), false);
    }

    @Override
    public Deliberation look(Service service, RecoveryTrigger trigger, boolean approved)
            throws InterruptedException {
        Host host = store.get().inventory().read().hostOf(service);
        return decided(situation(service, silence.of(host), trigger), approved);
    }

    private Deliberation decided(RecoverySituation situation, boolean approved) {
        Instant now = clock.instant();
        RecoverySituation meant = approved ? situation.approved(now) : situation;
        return Deliberation.unseen(
                RecoveryRules.answers(situation, now), RecoveryRules.guards(meant, now));
    }

    private RecoverySituation situation(
            Service service, @Nullable String silent, RecoveryTrigger trigger) {
        ServiceId id = service.id();
        Store known = store.get();
        Inventory inventory = known.inventory().read();
        RecoveryStore recovery = known.recovery();
        Map<ServiceId, ServiceState> seen = states.get();
        return new RecoverySituation(
                service,
                seen.getOrDefault(id, ServiceState.unseen(id)),
                recovery.states().getOrDefault(id, RecoveryState.fresh(id)),
                inventory.hostOf(service),
                inventory.environment(service.environment()).orElse(null),
                recovery.pause().orElse(null),
                down(inventory, seen, service),
                newest(recovery, id),
                silent,
                lockedDown.apply(service),
                0,
                trigger);
    }

    private @Nullable Approval newest(RecoveryStore recovery, ServiceId id) {
        return recovery.approvals(clock.instant().minus(APPROVALS)).stream()
                .filter(approval -> approval.service().equals(id))
                .findFirst()
                .orElse(null);
    }

    private static List<ServiceId> down(
            Inventory inventory, Map<ServiceId, ServiceState> states, Service service) {
        return inventory.dependenciesOf(service).stream()
                .map(Service::id)
                .filter(id -> {
                    ServiceState state = states.get(id);
                    return state != null && state.status().down();
                })
                .toList();
    }
}
