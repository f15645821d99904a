package io.caretaker.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.check.Fault;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.status.FlapHistory;
import io.caretaker.core.status.ServiceState;
import io.caretaker.core.status.StateStore;
import io.caretaker.core.status.Status;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What every [StateStore] does.
public abstract class StateStoreContract extends StoreContract {
    private static final ServiceState UNSEEN = ServiceState.unseen(new ServiceId("s1"));
    private static final ServiceState DOWN =
            new ServiceState(
                    new ServiceId("s2"),
                    Status.ERROR,
                    Status.STOPPED,
                    2,
                    7,
                    Samples.NOW,
                    Samples.NOW.minusSeconds(300),
                    Samples.NOW.minusSeconds(3600),
                    new FlapHistory(0b1011),
                    true,
                    true,
                    "connection refused: “127.0.0.1”",
                    Fault.REFUSED,
                    99.98);

    private StateStore states() {
        return store().states();
    }

    @Test
    void a_new_store_knows_no_state() {
        assertThat(states().read()).isEmpty();
    }

    @Test
    void states_are_read_back_whole_by_every_handle() {
        states().write(List.of(UNSEEN, DOWN));

        assertThat(states().read()).isEqualTo(Map.of(UNSEEN.id(), UNSEEN, DOWN.id(), DOWN));
        assertThat(another().states().read()).isEqualTo(states().read());
    }

    @Test
    void the_newest_state_of_a_service_counts() {
        states().write(List.of(UNSEEN, DOWN));

        states().write(List.of(DOWN.withUptime(null)));

        assertThat(states().read()).containsEntry(DOWN.id(), DOWN.withUptime(null)).hasSize(2);
    }

    @Test
    void removed_services_are_gone() {
        states().write(List.of(UNSEEN, DOWN));

        states().remove(Set.of(DOWN.id(), new ServiceId("never-there")));
        states().remove(Set.of());
        states().write(List.of());

        assertThat(states().read()).containsOnlyKeys(UNSEEN.id());
    }
}
