package io.caretaker.server.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.audit.AuditLog.AuditRecord;
import io.caretaker.core.document.Fields;
import io.caretaker.core.document.HostDocument;
import io.caretaker.core.document.ServiceDefaults;
import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.InventoryChange;
import io.caretaker.core.inventory.Origin;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.testkit.store.InMemoryStore;
import io.caretaker.testkit.store.InventorySamples;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InventoryDeskTest {
    private static final Instant NOW = InventorySamples.NOW.plusSeconds(3600);
    private static final Asker ANNA = new Asker("api:anna", false);
    private static final Asker TRYING = new Asker("api:anna", true);
    private static final EntryKind HOSTS = new EntryKind.Hosts();
    private static final EntryKind SERVICES = new EntryKind.Services();
    private static final EntryKind ENVIRONMENTS = new EntryKind.Environments();

    private final InMemoryStore store = new InMemoryStore();
    private final InventoryDesk desk =
            new InventoryDesk(
                    store.inventory()::read,
                    () -> store,
                    (now, inventory) -> ServiceDefaults.stored(now).knowing(inventory::host),
                    InstantSource.fixed(NOW));

    @BeforeEach
    void one_host_with_one_service() {
        store.inventory()
                .apply(
                        List.of(
                                new InventoryChange.AddHost(InventorySamples.host("web_1")),
                                new InventoryChange.AddService(
                                        InventorySamples.plainService("svc_a", "web_1"))),
                        InventorySamples.NOW);
    }

    @Test
    void what_is_added_is_there_managed_and_audited() {
        List<String> ids = desk.add(SERVICES, List.of(tcpService("svc_b", "web_1")), ANNA);
        assertThat(ids).containsExactly("svc_b");
        assertThat(desk.document(SERVICES, "svc_b"))
                .containsEntry("origin", "managed")
                .containsEntry("environment", "production")
                .containsEntry("created_at", NOW);
        assertThat(audit()).containsExactly("api:anna service.add svc_b ");
    }

    @Test
    void one_bad_document_keeps_all_out() {
        Map<String, @Nullable Object> bad = tcpService("svc_c", "web_1");
        bad.put("colour", "red");
        assertProblem(
                        ProblemCode.INVALID,
                        () -> desk.add(SERVICES, List.of(tcpService("svc_b", "web_1"), bad), ANNA))
                .hasMessageContaining("colour");
        assertThat(SERVICES.ids(inventory())).containsExactly("svc_a");
        assertThat(audit()).isEmpty();
    }

    @Test
    void what_exists_is_not_added_again() {
        assertProblem(
                ProblemCode.DUPLICATE,
                () -> desk.add(SERVICES, List.of(tcpService("svc_a", "web_1")), ANNA));
    }

    @Test
    void a_service_on_an_unknown_host_names_the_nearest_one() {
        assertThatThrownBy(() -> desk.add(SERVICES, List.of(tcpService("svc_b", "web_2")), ANNA))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.hint()).isEqualTo("did you mean 'web_1'?"));
    }

    @Test
    void a_patch_changes_its_fields_and_null_takes_one_out() {
        Changes changes =
                desk.patch(
                        SERVICES,
                        "svc_a",
                        patch("description", null, "monitoring", Map.of("interval_sec", 20)),
                        Expected.anything(),
                        ANNA);
        assertThat(changes.changed().get("svc_a"))
                .containsOnlyKeys("description", "monitoring.interval_sec");
        assertThat(desk.document(SERVICES, "svc_a"))
                .doesNotContainKey("description")
                .containsEntry("display_name", "The “main” database")
                .containsEntry("updated_at", NOW);
        assertThat(audit())
                .singleElement()
                .asString()
                .contains("service.set svc_a", "monitoring.interval_sec: 60 → 20");
    }

    @Test
    void a_patch_that_changes_nothing_is_not_audited() {
        Changes changes =
                desk.patch(
                        HOSTS,
                        "web_1",
                        patch("hostname", "web_1.example.org", "host_id", "web_1"),
                        Expected.anything(),
                        ANNA);
        assertThat(changes.changed()).isEmpty();
        assertThat(changes.fitting()).isEqualTo(1);
        assertThat(audit()).isEmpty();
    }

    @Test
    void an_unknown_field_of_a_patch_is_named() {
        assertProblem(
                        ProblemCode.INVALID,
                        () ->
                                desk.patch(
                                        SERVICES,
                                        "svc_a",
                                        patch("monitoring", Map.of("intervall_sec", 20)),
                                        Expected.anything(),
                                        ANNA))
                .hasMessageContaining("unknown key 'intervall_sec'");
    }

    @Test
    void a_patch_cannot_touch_what_caretaker_keeps_itself() {
        assertProblem(
                        ProblemCode.INVALID,
                        () ->
                                desk.patch(
                                        HOSTS,
                                        "web_1",
                                        patch("origin", "declared"),
                                        Expected.anything(),
                                        ANNA))
                .hasMessage("origin cannot be changed");
        assertProblem(
                ProblemCode.INVALID,
                () ->
                        desk.patch(
                                HOSTS,
                                "web_1",
                                patch("host_id", "web_9"),
                                Expected.anything(),
                                ANNA));
    }

    @Test
    void another_method_of_monitoring_forgets_the_check_of_the_former_one() {
        desk.patch(
                SERVICES,
                "svc_a",
                patch("monitoring", Map.of("method", "ssh")),
                Expected.anything(),
                ANNA);
        assertThat(desk.document(SERVICES, "svc_a").get("monitoring"))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("method", "ssh");
    }

    @Test
    void what_a_file_declares_is_read_only_whichever_way() {
        declare("web_file");
        assertDenied(() ->
                desk.patch(
                        HOSTS, "web_file", patch("hostname", "other"), Expected.anything(), ANNA));
        assertDenied(
                () -> desk.put(HOSTS, "web_file", host("web_file"), Expected.anything(), ANNA));
        assertDenied(() -> desk.change(HOSTS, List.of("web_file"), document -> document, ANNA));
        assertDenied(() -> desk.remove(HOSTS, List.of("web_file"), Expected.anything(), ANNA));
        assertThat(desk.document(HOSTS, "web_file")).containsEntry("origin", "declared");
    }

    @Test
    void the_tag_of_what_was_seen_lets_a_change_through_once() {
        String seen = EntryTag.of(desk.document(HOSTS, "web_1"));
        Expected expected = Expected.tagged(List.of(seen));
        desk.patch(HOSTS, "web_1", patch("hostname", "one"), expected, ANNA);
        assertOutdated(() -> desk.patch(HOSTS, "web_1", patch("hostname", "two"), expected, ANNA));
        assertOutdated(() -> desk.put(HOSTS, "web_1", host("web_1"), expected, ANNA));
        assertOutdated(() -> desk.remove(HOSTS, List.of("web_1"), expected, ANNA));
        assertThat(desk.document(HOSTS, "web_1")).containsEntry("hostname", "one");
        assertThat(SERVICES.ids(inventory())).containsExactly("svc_a");
    }

    @Test
    void what_is_expected_is_asked_of_what_the_entry_is_at_the_moment_of_the_change() {
        String seen = EntryTag.of(desk.document(HOSTS, "web_1"));
        var once = new AtomicBoolean();
        var late =
                new InventoryDesk(
                        store.inventory()::read,
                        () -> {
                            Inventory before = inventory();
                            if (!before.hosts().isEmpty() && once.getAndSet(true)) {
                                rename("quicker");
                            }
                            return store;
                        },
                        (now, inventory) -> ServiceDefaults.stored(now).knowing(inventory::host),
                        InstantSource.fixed(NOW));
        assertOutdated(() ->
                late.patch(
                        HOSTS,
                        "web_1",
                        patch("hostname", "slower"),
                        Expected.tagged(List.of(seen)),
                        ANNA));
        assertThat(desk.document(HOSTS, "web_1")).containsEntry("hostname", "quicker");
    }

    @Test
    void when_a_host_was_last_seen_does_not_change_its_tag() {
        String before = EntryTag.of(desk.document(HOSTS, "web_1"));
        store.inventory()
                .apply(
                        List.of(
                                new InventoryChange.EditHost(
                                        new HostId("web_1"), host -> host.seen(NOW))),
                        NOW);
        assertThat(EntryTag.of(desk.document(HOSTS, "web_1"))).isEqualTo(before);
    }

    @Test
    void a_put_creates_what_is_not_there() {
        Put put = desk.put(HOSTS, "web_2", host("web_2"), Expected.absent(), ANNA);
        assertThat(put.created()).isTrue();
        assertThat(put.document()).isEqualTo(desk.document(HOSTS, "web_2"));
        assertThat(audit()).containsExactly("api:anna host.add web_2 ");
        assertOutdated(() -> desk.put(HOSTS, "web_2", host("web_2"), Expected.absent(), ANNA));
        assertOutdated(() -> desk.put(HOSTS, "web_3", host("web_3"), Expected.present(), ANNA));
    }

    @Test
    void a_put_replaces_all_but_what_caretaker_keeps_itself() {
        Object created = desk.document(HOSTS, "web_1").get("created_at");
        Object seen = desk.document(HOSTS, "web_1").get("last_seen");
        Put put = desk.put(HOSTS, "web_1", host("web_1"), Expected.present(), ANNA);
        assertThat(put.created()).isFalse();
        assertThat(put.changes()).containsKeys("location.rack", "metadata.os");
        assertThat(desk.document(HOSTS, "web_1"))
                .doesNotContainKey("location")
                .containsEntry("created_at", created)
                .containsEntry("last_seen", seen)
                .containsEntry("updated_at", NOW);
    }

    @Test
    void what_was_read_can_be_put_back_and_changes_nothing() {
        for (EntryKind kind : List.of(HOSTS, SERVICES)) {
            String id = kind.ids(inventory()).getFirst();
            Map<String, @Nullable Object> before = desk.document(kind, id);
            assertThat(desk.put(kind, id, before, Expected.anything(), ANNA).changes()).isEmpty();
            assertThat(desk.document(kind, id)).isEqualTo(before);
        }
        assertThat(audit()).isEmpty();
    }

    @Test
    void a_put_under_another_id_is_refused() {
        assertProblem(
                        ProblemCode.INVALID,
                        () -> desk.put(HOSTS, "web_2", host("web_3"), Expected.anything(), ANNA))
                .hasMessageContaining("host_id is 'web_3'");
        assertProblem(
                ProblemCode.INVALID,
                () -> desk.put(HOSTS, "no id!", host("no id!"), Expected.anything(), ANNA));
    }

    @Test
    void a_host_goes_with_its_services() {
        Removed removed = desk.remove(HOSTS, List.of("web_1"), Expected.anything(), ANNA);
        assertThat(removed.services()).containsExactly("svc_a");
        assertThat(inventory().services()).isEmpty();
        assertThat(audit())
                .containsExactly("api:anna host.remove web_1 host web_1 and 1 service on it");
    }

    @Test
    void unknown_ids_are_named_with_the_nearest_one() {
        List<ThrowingCallable> orders =
                List.of(
                        () -> desk.document(SERVICES, "svc_b"),
                        () -> desk.patch(SERVICES, "svc_b", patch(), Expected.anything(), ANNA),
                        () ->
                                desk.remove(
                                        SERVICES,
                                        List.of("svc_a", "svc_b"),
                                        Expected.anything(),
                                        ANNA));
        for (ThrowingCallable order : orders) {
            assertThatThrownBy(order)
                    .hasMessage("service 'svc_b' does not exist")
                    .isInstanceOfSatisfying(
                            Problem.class,
                            problem ->
                                    assertThat(problem.hint()).isEqualTo("did you mean 'svc_a'?"));
        }
        assertThat(SERVICES.ids(inventory())).containsExactly("svc_a");
    }

    @Test
    void a_dry_run_checks_everything_and_changes_nothing() {
        long before = desk.revision();
        desk.add(SERVICES, List.of(tcpService("svc_b", "web_1")), TRYING);
        assertThat(desk.put(HOSTS, "web_2", host("web_2"), Expected.absent(), TRYING).created())
                .isTrue();
        assertThat(
                        desk.patch(
                                        HOSTS,
                                        "web_1",
                                        patch("hostname", "one"),
                                        Expected.anything(),
                                        TRYING)
                                .changed())
                .containsKey("web_1");
        desk.remove(HOSTS, List.of("web_1"), Expected.anything(), TRYING);
        assertProblem(
                ProblemCode.DUPLICATE,
                () -> desk.add(SERVICES, List.of(tcpService("svc_a", "web_1")), TRYING));
        assertThat(desk.revision()).isEqualTo(before);
        assertThat(audit()).isEmpty();
    }

    @Test
    void a_whole_document_adds_and_changes_at_once() {
        Applied applied =
                desk.apply(
                        Map.of(
                                "hosts",
                                List.of(host("web_2"), Map.of("host_id", "web_1", "hostname", "a")),
                                "environments",
                                List.of(Map.of("env_name", "production"))),
                        "inventory.yaml",
                        ANNA);
        assertThat(applied.added())
                .containsEntry(HOSTS, List.of("web_2"))
                .containsEntry(ENVIRONMENTS, List.of("production"));
        assertThat(applied.changes().get(HOSTS))
                .satisfies(changes -> assertThat(changes.changed()).containsOnlyKeys("web_1"));
        assertThat(audit())
                .singleElement()
                .asString()
                .startsWith("api:anna inventory.apply inventory.yaml added 1 environment, 1 host");
    }

    @Test
    void the_audit_of_many_entries_is_one_record() {
        List<Map<String, @Nullable Object>> many =
                IntStream.range(0, 101)
                        .mapToObj(number -> tcpService("svc_n" + number, "web_1"))
                        .toList();
        desk.add(SERVICES, many, ANNA);
        assertThat(audit())
                .singleElement()
                .asString()
                .contains("service.add  101 services: svc_n0");
    }

    @Test
    void what_may_be_secret_is_not_audited() {
        desk.patch(
                HOSTS,
                "web_1",
                patch("ssh_config", Map.of("sudo_password", Map.of("env", "SUDO_OF_WEB"))),
                Expected.anything(),
                ANNA);
        assertThat(audit())
                .singleElement()
                .asString()
                .contains("ssh_config.sudo_password.env: changed")
                .doesNotContain("SUDO_OF_WEB");
    }

    private void rename(String name) {
        desk.patch(HOSTS, "web_1", patch("hostname", name), Expected.anything(), ANNA);
    }

    private void declare(String id) {
        store.inventory()
                .apply(
                        List.of(
                                new InventoryChange.AddHost(
                                        HostDocument.read(
                                                        Fields.strict(host(id)),
                                                        Origin.DECLARED,
                                                        NOW)
                                                .orElseThrow())),
                        NOW);
    }

    private Inventory inventory() {
        return store.inventory().read();
    }

    private List<String> audit() {
        return store.audit().after(0, 1000).stream()
                .map(AuditRecord::entry)
                .map(InventoryDeskTest::line)
                .toList();
    }

    private static String line(AuditEntry entry) {
        return String.join(" ", entry.actor(), entry.action(), entry.target(), entry.message());
    }

    private static Map<String, @Nullable Object> host(String id) {
        return new LinkedHashMap<>(
                Map.of(
                        "host_id", id,
                        "ip_address", "10.0.0.7",
                        "environment", "production",
                        "region", "jeju"));
    }

    private static Map<String, @Nullable Object> tcpService(String id, String host) {
        return new LinkedHashMap<>(
                Map.of(
                        "service_id",
                        id,
                        "host_id",
                        host,
                        "service_type",
                        "nginx",
                        "monitoring",
                        Map.of("method", "tcp"),
                        "check",
                        Map.of("port", 80)));
    }

    private static Map<String, @Nullable Object> patch(@Nullable Object... pairs) {
        var patch = new HashMap<String, @Nullable Object>();
        for (int i = 0; i < pairs.length; i += 2) {
            patch.put(String.valueOf(pairs[i]), pairs[i + 1]);
        }
        return patch;
    }

    private static void assertDenied(ThrowingCallable order) {
        assertProblem(ProblemCode.DENIED, order)
                .hasMessageContaining("is declared in caretaker.yaml and read-only here");
    }

    private static void assertOutdated(ThrowingCallable order) {
        assertProblem(ProblemCode.OUTDATED, order);
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertProblem(
            ProblemCode code, ThrowingCallable order) {
        return assertThatThrownBy(order)
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(code));
    }
}
