package io.caretaker.core.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.host.ServiceControl;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.recovery.RecoveryPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class InventoryTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static Host host(String id, String environment) {
        return new Host(
                new HostId(id),
                id,
                "127.0.0.1",
                Placement.of(environment, "here"),
                new SshConfig("root", 22, null, false),
                HostMetadata.NONE,
                HostStatus.ACTIVE,
                Origin.MANAGED,
                NOW,
                NOW,
                null);
    }

    private static Service service(String id, String host, String... dependencies) {
        return new Service(
                new ServiceId(id),
                new HostId(host),
                id,
                ServiceType.OTHER,
                null,
                null,
                new CheckSpec.Unit(),
                null,
                Monitoring.DEFAULT,
                RecoveryPolicy.DEFAULT,
                new ServiceControl.None(),
                List.of(),
                List.of(),
                Alerting.DEFAULT,
                Care.DEFAULT,
                "stale",
                "stale",
                List.of(),
                Stream.of(dependencies).map(ServiceId::new).toList(),
                Origin.MANAGED,
                NOW,
                NOW);
    }

    private static Inventory inventory(InventoryChange... changes) {
        return Inventory.EMPTY.with(List.of(changes), NOW);
    }

    private static void assertRefused(ProblemCode code, String text, InventoryChange... changes) {
        assertThatThrownBy(() -> inventory(changes))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(code))
                .hasMessageContaining(text);
    }

    @Test
    void a_service_takes_environment_and_region_from_its_host() {
        var inventory =
                inventory(
                        new InventoryChange.AddHost(host("h", "production")),
                        new InventoryChange.AddService(service("s", "h")));
        assertThat(inventory.service(new ServiceId("s")).orElseThrow().environment())
                .isEqualTo("production");
        var moved =
                inventory.with(
                        List.of(new InventoryChange.ReplaceHost(host("h", "staging"))),
                        NOW.plusSeconds(1));
        var service = moved.service(new ServiceId("s")).orElseThrow();
        assertThat(service.environment()).isEqualTo("staging");
        assertThat(service.updatedAt()).isEqualTo(NOW.plusSeconds(1));
    }

    @Test
    void removing_a_host_removes_its_services() {
        var inventory =
                inventory(
                        new InventoryChange.AddHost(host("h", "dev")),
                        new InventoryChange.AddService(service("s", "h")),
                        new InventoryChange.RemoveHost(new HostId("h")));
        assertThat(inventory.services()).isEmpty();
    }

    @Test
    void duplicates_and_unknown_references_are_refused_by_name() {
        assertRefused(
                ProblemCode.DUPLICATE,
                "'h'",
                new InventoryChange.AddHost(host("h", "dev")),
                new InventoryChange.AddHost(host("h", "dev")));
        assertRefused(
                ProblemCode.NOT_FOUND,
                "'nowhere'",
                new InventoryChange.AddService(service("s", "nowhere")));
        assertRefused(
                ProblemCode.NOT_FOUND,
                "'ghost'",
                new InventoryChange.AddHost(host("h", "dev")),
                new InventoryChange.AddService(service("s", "h", "ghost")));
        assertRefused(
                ProblemCode.NOT_FOUND,
                "'s'",
                new InventoryChange.RemoveService(new ServiceId("s")));
    }

    @Test
    void a_service_that_another_needs_is_not_removed() {
        assertRefused(
                ProblemCode.INVALID,
                "is in dependencies of 'b'",
                new InventoryChange.AddHost(host("h", "dev")),
                new InventoryChange.AddService(service("a", "h")),
                new InventoryChange.AddService(service("b", "h", "a")),
                new InventoryChange.RemoveService(new ServiceId("a")));
    }

    @Test
    void circles_are_refused() {
        assertRefused(
                ProblemCode.INVALID,
                "circle",
                new InventoryChange.AddHost(host("h", "dev")),
                new InventoryChange.PutService(service("a", "h", "b")),
                new InventoryChange.PutService(service("b", "h", "c")),
                new InventoryChange.PutService(service("c", "h", "a")));
    }

    @Test
    void dependencies_come_in_the_order_to_heal_them() {
        var inventory =
                inventory(
                        new InventoryChange.AddHost(host("h", "dev")),
                        new InventoryChange.PutService(service("web", "h", "app")),
                        new InventoryChange.PutService(service("app", "h", "db")),
                        new InventoryChange.PutService(service("db", "h")));
        assertThat(inventory.dependenciesOf(inventory.service(new ServiceId("web")).orElseThrow()))
                .extracting(each -> each.id().value())
                .containsExactly("db", "app");
    }

    @Test
    void edits_of_different_fields_do_not_undo_each_other_and_no_change_moves_no_date() {
        var before =
                inventory(
                        new InventoryChange.AddHost(host("h", "dev")),
                        new InventoryChange.AddService(service("s", "h")));
        var id = new HostId("h");
        Instant later = NOW.plusSeconds(60);
        var after =
                before.with(
                        List.of(
                                new InventoryChange.EditHost(id, host -> host.seen(later)),
                                new InventoryChange.EditHost(
                                        id, host -> host.with(HostStatus.MAINTENANCE, later))),
                        later);
        assertThat(after.host(id).orElseThrow().lastSeen()).isEqualTo(later);
        assertThat(after.host(id).orElseThrow().status()).isEqualTo(HostStatus.MAINTENANCE);
        var same =
                before.with(
                        List.of(
                                new InventoryChange.EditHost(
                                        id, host -> host.with(HostStatus.ACTIVE, later))),
                        later);
        assertThat(same.host(id).orElseThrow().updatedAt()).isEqualTo(NOW);
    }

    @Test
    void a_long_chain_of_dependencies_is_walked_to_its_end() {
        var changes = new ArrayList<InventoryChange>();
        changes.add(new InventoryChange.AddHost(host("h", "dev")));
        for (int i = 0; i < 20_000; i++) {
            changes.add(
                    new InventoryChange.AddService(
                            i == 0 ? service("s0", "h") : service("s" + i, "h", "s" + (i - 1))));
        }
        var chain = Inventory.EMPTY.with(changes, NOW);
        var last = chain.service(new ServiceId("s19999")).orElseThrow();
        assertThat(chain.dependenciesOf(last)).hasSize(19_999);
    }
}
