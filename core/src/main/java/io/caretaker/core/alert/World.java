package io.caretaker.core.alert;

import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.status.ServiceState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What the stages look at besides the alert itself.
///
/// @param alerts the newest alert of a key, open or ended not long ago; null when there is none
/// @param threads the alerts that some channel was told first in the message of that id
/// @param dependents of the same inventory
/// @param states the newest state of each service
/// @param mutes all that may hold
/// @param words acknowledgements by the alert's id
/// @param loads by channel; one that is missing is idle
public record World(
        Known alerts,
        Function<String, List<Alert>> threads,
        Inventory inventory,
        Dependents dependents,
        Function<ServiceId, ServiceState> states,
        List<Mute> mutes,
        Map<String, Acknowledgement> words,
        AlertingPolicy policy,
        Map<String, ChannelLoad> loads) {
    public World {
        mutes = List.copyOf(mutes);
        words = Map.copyOf(words);
        loads = Map.copyOf(loads);
    }

    Optional<Alert> alert(AlertKey key) {
        return Optional.ofNullable(alerts.newest(key));
    }

    /// What a person said to the alert and still holds; null for nothing.
    @Nullable Acknowledgement word(Alert alert, Instant now) {
        Acknowledgement word = words.get(alert.id());
        return word != null && word.holds(alert, now) ? word : null;
    }

    boolean firing(AlertKey key) {
        return alert(key).filter(Alert::firing).isPresent();
    }

    /// The same, with some alerts newer than it knew.
    World knowing(Map<AlertKey, Alert> newer) {
        return new World(
                key -> {
                    Alert young = newer.get(key);
                    return young == null ? alerts.newest(key) : young;
                },
                threads,
                inventory,
                dependents,
                states,
                mutes,
                words,
                policy,
                loads);
    }

    ChannelLoad load(String channel) {
        return loads.getOrDefault(channel, ChannelLoad.IDLE);
    }

    /// The newest alert of each key.
    @FunctionalInterface
    public interface Known {
        /// Open, or ended not long ago; null when there is none.
        @Nullable Alert newest(AlertKey key);
    }
}
