package io.caretaker.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.caretaker.core.inventory.Environment;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.HostStatus;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.InventoryChange;
import io.caretaker.core.inventory.InventoryChange.AddEnvironment;
import io.caretaker.core.inventory.InventoryChange.AddHost;
import io.caretaker.core.inventory.InventoryChange.AddService;
import io.caretaker.core.inventory.InventoryChange.PutHost;
import io.caretaker.core.inventory.InventoryChange.RemoveHost;
import io.caretaker.core.inventory.InventoryChange.ReplaceHost;
import io.caretaker.core.inventory.InventoryStore;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What every [InventoryStore] does.
public abstract class InventoryStoreContract extends StoreContract {
    private static final Host HOST = Samples.host("h1");
    private static final Service SERVICE = Samples.service("s1", "h1");
    private static final Environment ENVIRONMENT = Samples.environment("production");

    private InventoryStore inventory() {
        return store().inventory();
    }

    private Inventory apply(InventoryChange... changes) {
        return inventory().apply(List.of(changes), Samples.NOW);
    }

    @Test
    void a_new_store_has_an_empty_inventory() {
        Inventory read = inventory().read();

        assertThat(read.hosts()).isEmpty();
        assertThat(read.services()).isEmpty();
        assertThat(read.environments()).isEmpty();
    }

    @Test
    void what_was_added_is_read_back_whole_by_every_handle() {
        Service plain = Samples.plainService("s2", "h1");

        Inventory after =
                apply(
                        new AddEnvironment(ENVIRONMENT),
                        new AddHost(HOST),
                        new AddService(SERVICE),
                        new AddService(plain));

        for (Inventory read : List.of(after, inventory().read(), another().inventory().read())) {
            assertThat(read.hosts()).containsExactly(HOST);
            assertThat(read.services()).containsExactly(SERVICE, plain);
            assertThat(read.environments()).containsExactly(ENVIRONMENT);
        }
    }

    @Test
    void one_refused_change_refuses_all_of_them() {
        apply(new AddHost(HOST));
        long revision = inventory().revision();

        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> apply(new AddHost(Samples.host("h2")), new AddHost(HOST)))
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(ProblemCode.DUPLICATE));

        assertThat(inventory().read().hosts()).containsExactly(HOST);
        assertThat(inventory().revision()).isEqualTo(revision);
    }

    @Test
    void a_service_of_an_unknown_host_is_refused() {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> apply(new AddService(SERVICE)))
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(ProblemCode.NOT_FOUND));
    }

    @Test
    void a_host_takes_its_services_along_when_it_goes() {
        apply(new AddHost(HOST), new AddService(SERVICE), new AddHost(Samples.host("h2")));

        apply(new RemoveHost(HOST.id()));

        assertThat(inventory().read().hosts())
                .extracting(Host::id)
                .containsExactly(new HostId("h2"));
        assertThat(inventory().read().services()).isEmpty();
    }

    @Test
    void a_host_that_moves_moves_its_services() {
        apply(new AddHost(HOST), new AddService(SERVICE));

        apply(new ReplaceHost(Samples.host("h1", "staging", "busan")));

        Service moved = inventory().read().service(SERVICE.id()).orElseThrow();
        assertThat(moved.environment()).isEqualTo("staging");
        assertThat(moved.region()).isEqualTo("busan");
    }

    @Test
    void every_change_by_anyone_gives_another_revision() {
        InventoryStore other = another().inventory();
        long empty = inventory().revision();

        apply(new AddHost(HOST));
        long added = other.revision();
        other.apply(
                List.of(new ReplaceHost(HOST.with(HostStatus.MAINTENANCE, Samples.NOW))),
                Samples.NOW);
        long changed = inventory().revision();
        apply(new RemoveHost(HOST.id()));

        assertThat(List.of(empty, added, changed, inventory().revision())).doesNotHaveDuplicates();
        assertThat(other.revision()).isEqualTo(inventory().revision());
    }

    @Test
    void putting_what_is_there_changes_nothing() {
        apply(new AddHost(HOST));
        long revision = inventory().revision();

        apply(new PutHost(HOST));

        assertThat(inventory().revision()).isEqualTo(revision);
    }

    @Test
    void changes_by_several_at_once_are_all_kept() throws Exception {
        atOnce(
                4,
                (handle, number) -> {
                    for (int i = 0; i < 10; i++) {
                        Host host = Samples.host("h-" + number + "-" + i);
                        handle.inventory().apply(List.of(new AddHost(host)), Samples.NOW);
                    }
                });

        assertThat(inventory().read().hosts()).hasSize(40);
    }

    @Test
    void of_several_who_add_the_same_one_wins() throws Exception {
        var refused = new AtomicInteger();

        atOnce(
                4,
                (handle, _) -> {
                    try {
                        handle.inventory().apply(List.of(new AddHost(HOST)), Samples.NOW);
                    } catch (Problem e) {
                        assertThat(e.code()).isEqualTo(ProblemCode.DUPLICATE);
                        refused.incrementAndGet();
                    }
                });

        assertThat(refused).hasValue(3);
    }

    @Test
    void a_thousand_services_are_kept() {
        var changes = new ArrayList<InventoryChange>();
        changes.add(new AddHost(HOST));
        for (int i = 0; i < 1000; i++) {
            changes.add(new AddService(Samples.plainService("s" + i, "h1")));
        }

        inventory().apply(changes, Samples.NOW);

        Inventory read = inventory().read();
        assertThat(read.services()).hasSize(1000);
        assertThat(read.service(new ServiceId("s999"))).isPresent();
    }
}
