package io.caretaker.server.heal;

import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.recovery.RecoveryPolicy;
import io.caretaker.core.recovery.RecoveryRules;
import io.caretaker.core.recovery.RecoveryState;
import io.caretaker.core.store.Store;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What recovery remembers of each service, in memory and on disk. Thread-safe.
final class RecoveryMemory {
    private static final Logger LOG = LoggerFactory.getLogger(RecoveryMemory.class);

    private final Store store;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Map<ServiceId, RecoveryState> states = new ConcurrentHashMap<>();

    RecoveryMemory(Store store, InstantSource clock, RandomGenerator random) {
        this.store = store;
        this.clock = clock;
        this.random = random;
    }

    /// Reads what an earlier run remembered. An attempt that it did not live to finish counts as
    /// one that failed.
    void start(Function<ServiceId, RecoveryPolicy> policies) {
        store.recovery()
                .states()
                .forEach((id, state) ->
                        states.put(
                                id,
                                state.inFlight() == null
                                        ? state
                                        : interrupted(state, state.inFlight(), policies)));
    }

    private RecoveryState interrupted(
            RecoveryState state,
            RecoveryState.InFlight step,
            Function<ServiceId, RecoveryPolicy> policies) {
        ServiceId id = state.service();
        Instant now = clock.instant();
        RecoveryState ended =
                RecoveryRules.end(state, policies.apply(id), false, random.nextDouble(), now);
        store.recovery().write(ended);
        store.audit()
                .append(
                        AuditEntry.of(
                                now,
                                "caretaker",
                                "recovery." + Healer.word(step.step()),
                                id.value(),
                                false,
                                "caretaker ended during this step, begun at " + step.startedAt()));
        LOG.atWarn()
                .addKeyValue("service", id)
                .addKeyValue("step", Healer.word(step.step()))
                .log("an earlier caretaker ended during a recovery; it counts as a failed attempt");
        return ended;
    }

    RecoveryState of(ServiceId id) {
        return states.getOrDefault(id, RecoveryState.fresh(id));
    }

    /// Remembers on disk first.
    void write(RecoveryState state) {
        store.recovery().write(state);
        states.put(state.service(), state);
    }

    void forget(ServiceId id) {
        states.remove(id);
        store.recovery().forget(id);
    }

    Map<ServiceId, RecoveryState> all() {
        return Map.copyOf(states);
    }

    void forEach(BiConsumer<ServiceId, RecoveryState> action) {
        states.forEach(action);
    }

    /// Services that a recovery holds back until a person lifts that.
    int blocked() {
        return (int) states.values().stream().filter(each -> each.blockedSince() != null).count();
    }

    /// Services that caretaker has given up.
    int givenUp() {
        return (int) states.values().stream().filter(RecoveryState::gaveUp).count();
    }

    /// Lifts the blocks that people have lifted on disk.
    ///
    /// @param busy services that are being healed, which write their state themselves
    void refreshBlocks(Predicate<ServiceId> busy) {
        if (states.values().stream().allMatch(state -> state.blockedSince() == null)) {
            return;
        }
        Map<ServiceId, RecoveryState> stored = store.recovery().states();
        states.replaceAll((id, state) -> {
            RecoveryState onDisk = stored.get(id);
            boolean lifted = onDisk != null && onDisk.blockedSince() == null;
            return lifted && !busy.test(id) ? state.blocked(null) : state;
        });
    }
}
