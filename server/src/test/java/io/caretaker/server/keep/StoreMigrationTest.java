package io.caretaker.server.keep;

import static io.caretaker.testkit.store.HistorySamples.check;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.caretaker.core.alert.Alert;
import io.caretaker.core.alert.Delivery;
import io.caretaker.core.alert.Message;
import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.audit.AuditLog.Verification.Intact;
import io.caretaker.core.inventory.Environment;
import io.caretaker.core.inventory.InventoryChange;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.recovery.Pause;
import io.caretaker.core.recovery.RecoveryRequest;
import io.caretaker.core.recovery.RecoveryState;
import io.caretaker.core.status.ServiceState;
import io.caretaker.core.status.Status;
import io.caretaker.core.store.Store;
import io.caretaker.testkit.store.AlertSamples;
import io.caretaker.testkit.store.InMemoryStore;
import io.caretaker.testkit.store.Samples;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreMigrationTest {
    private static final Instant NOW = Samples.NOW;
    private static final ServiceId S1 = new ServiceId("s1");

    @TempDir Path directory;
    private final InMemoryStore from = new InMemoryStore();
    private final BreakableStore to = new BreakableStore();
    private final List<String> moved = new ArrayList<>();

    @BeforeEach
    void fill() {
        from.inventory().apply(List.of(new InventoryChange.PutEnvironment(environment())), NOW);
        from.states().write(List.of(ServiceState.unseen(S1)));
        from.recovery().write(RecoveryState.fresh(S1));
        from.recovery().pause(new Pause("cli:anna", "moving", NOW, null));
        from.recovery()
                .submit(new RecoveryRequest("q", S1, "cli:anna", NOW, false, null, null, ""));
        alerts();
        for (int i = 0; i < 5_000; i++) {
            Status status = i % 9 == 0 ? Status.ERROR : Status.RUNNING;
            from.history().append(List.of(check("s" + i % 3, NOW.plusSeconds(i), status)));
        }
        from.history().expire(NOW.plusSeconds(1000), Instant.EPOCH);
        for (int i = 0; i < 2_500; i++) {
            from.audit().append(AuditEntry.of(NOW, "caretaker", "a", "s1", true, "number " + i));
        }
    }

    private void alerts() {
        var alerts = new ArrayList<Alert>();
        var deliveries = new ArrayList<Delivery>();
        for (int i = 0; i < 4_500; i++) {
            Alert alert = AlertSamples.alert("a-" + i, NOW.plusSeconds(i));
            Message message = AlertSamples.message("n-" + i, "mail", NOW.plusSeconds(i), alert);
            alerts.add(
                    i % 2 == 0
                            ? AlertSamples.told(alert, message)
                            : AlertSamples.ended("a-" + i, NOW, NOW.plusSeconds(i)));
            deliveries.add(i % 3 == 0 ? Delivery.of(message) : AlertSamples.sent(message, NOW));
        }
        from.alerts().write(alerts, deliveries);
        from.alerts().acknowledge(AlertSamples.word("a-7", NOW));
        from.alerts().mute(AlertSamples.mute("m-1", NOW, null));
    }

    private static Environment environment() {
        return Samples.environment("production");
    }

    private StoreMigration migration(Store target) {
        var progress = MigrationProgress.of(directory.resolve("migration.json"), "from", "to");
        return new StoreMigration(from, target, progress, NOW.plus(Duration.ofDays(1)));
    }

    private void same() {
        assertThat(StoreContent.of(to.real, NOW.plus(Duration.ofDays(1))))
                .isEqualTo(StoreContent.of(from, NOW.plus(Duration.ofDays(1))));
        assertThat(to.real.audit().verify()).isEqualTo(new Intact(2_500));
        assertThat(to.real.history().uptimes(Instant.EPOCH))
                .isEqualTo(from.history().uptimes(Instant.EPOCH));
    }

    @Test
    void everything_arrives_and_is_the_same() {
        migration(to).refuseForeign();
        migration(to).move((part, _) -> moved.add(part));

        same();
        assertThat(moved).contains("inventory", "history", "roll-ups", "audit");
        assertThat(to.real.recovery().openRequests()).hasSize(1);
        assertThat(to.real.alerts().waiting()).hasSize(1_500);
        assertThat(to.real.alerts().acknowledgements())
                .containsExactly(AlertSamples.word("a-7", NOW));
        assertThat(StoreContent.of(from, NOW))
                .hasEntrySatisfying("history", part -> assertThat(part.count()).isEqualTo(4_000));
    }

    @Test
    void an_interrupted_migration_goes_on_where_it_was() {
        for (int calls = 3; calls < 60; calls += 9) {
            to.left.set(calls);
            try {
                migration(to).refuseForeign();
                migration(to).move((_, _) -> {});
            } catch (Problem problem) {
                assertThat(problem.code()).isEqualTo(ProblemCode.UNREACHABLE);
            }
        }
        to.left.set(Integer.MAX_VALUE);
        migration(to).move((_, _) -> {});

        same();
    }

    @Test
    void a_store_with_other_data_is_refused() {
        to.real.history().append(List.of(check("other", NOW, Status.RUNNING)));

        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> migration(to).refuseForeign())
                .satisfies(e -> assertThat(e.code()).isEqualTo(ProblemCode.DENIED));
    }

    @Test
    void a_store_that_holds_a_mute_is_refused() {
        to.real.alerts().mute(AlertSamples.mute("m-9", NOW, null));

        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> migration(to).refuseForeign())
                .satisfies(e -> assertThat(e.code()).isEqualTo(ProblemCode.DENIED));
    }

    @Test
    void an_alert_that_differs_is_noticed() {
        migration(to).move((_, _) -> {});
        to.real.alerts().write(List.of(AlertSamples.alert("a-1", NOW)), List.of());

        assertThat(StoreContent.of(to.real, NOW).get("alerts"))
                .isNotEqualTo(StoreContent.of(from, NOW).get("alerts"));
    }

    @Test
    void a_row_too_many_is_noticed() {
        migration(to).move((_, _) -> {});
        to.real.history().append(List.of(check("s1", NOW.plusSeconds(9_999), Status.RUNNING)));

        assertThat(StoreContent.of(to.real, NOW)).isNotEqualTo(StoreContent.of(from, NOW));
    }
}
