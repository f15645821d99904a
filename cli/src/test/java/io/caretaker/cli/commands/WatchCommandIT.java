package io.caretaker.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.cli.CommandLineRig;
import io.caretaker.cli.CommandLineRig.Ran;
import io.caretaker.core.alert.Acknowledgement;
import io.caretaker.core.alert.Alert;
import io.caretaker.core.alert.AlertKey;
import io.caretaker.core.alert.AlertRule;
import io.caretaker.core.alert.AlertState;
import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.inventory.InventoryChange;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.inventory.Severity;
import io.caretaker.core.recovery.Approval;
import io.caretaker.core.status.FlapHistory;
import io.caretaker.core.status.ServiceState;
import io.caretaker.core.status.Status;
import io.caretaker.sqlite.SqliteStore;
import io.caretaker.testkit.store.HistorySamples;
import io.caretaker.testkit.store.Samples;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchCommandIT {
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private final Instant before = now.minusSeconds(720);
    private static final ServiceId DOWN = new ServiceId("svc_down");

    @TempDir Path directory;
    private CommandLineRig caretaker;

    @BeforeEach
    void fill() {
        caretaker = new CommandLineRig(directory);
        try (var store = SqliteStore.open(caretaker.state().resolve("store"))) {
            store.inventory()
                    .apply(
                            List.of(
                                    new InventoryChange.PutHost(Samples.host("h1")),
                                    new InventoryChange.PutService(
                                            Samples.plainService("svc_down", "h1")),
                                    new InventoryChange.PutService(
                                            Samples.plainService("svc_up", "h1"))),
                            now);
            store.states()
                    .write(
                            List.of(
                                    state(DOWN, Status.ERROR, "connection refused"),
                                    state(new ServiceId("svc_up"), Status.RUNNING, "answers")));
            store.history()
                    .append(
                            List.of(
                                    HistorySamples.check("svc_down", before, Status.ERROR),
                                    HistorySamples.check("svc_up", before, Status.RUNNING)));
            store.alerts().write(List.of(alert()), List.of());
            store.recovery().write(approval());
        }
    }

    private ServiceState state(ServiceId id, Status status, String message) {
        return new ServiceState(
                id,
                status,
                status,
                0,
                status.down() ? 4 : 0,
                now,
                before,
                null,
                FlapHistory.CALM,
                false,
                false,
                message,
                null,
                99.5);
    }

    private Alert alert() {
        return new Alert(
                "a-1",
                AlertKey.of(AlertRule.SERVICE_DOWN, DOWN),
                AlertState.FIRING,
                Severity.HIGH,
                "the database is down",
                "connection refused",
                before,
                before,
                null,
                "",
                List.of(before),
                "",
                List.of());
    }

    private Approval approval() {
        return new Approval(
                "r-1",
                DOWN,
                "production wants a yes",
                before,
                now.plus(Duration.ofHours(1)),
                Approval.Verdict.PENDING,
                null,
                null);
    }

    @Test
    void without_a_terminal_it_prints_once() {
        Ran ran = caretaker.run("watch");

        assertThat(ran.code()).isZero();
        assertThat(ran.out())
                .startsWith("1 service is down, 1 waits for your approval.")
                .contains("caretaker is not running; its newest check was ")
                .contains("connection refused.")
                .contains("`caretaker approve r-1`")
                .contains("production jeju");
    }

    @Test
    void the_document_has_the_problems_and_the_fleet() {
        Ran ran = caretaker.run("watch", "--format", "json");

        assertThat(ran.code()).isZero();
        assertThat(ran.out())
                .contains("\"headline\"", "\"wanted\"", "\"approve\"", "\"r-1\"")
                .contains("\"svc_up\"", "\"uptime_percentage\"", "\"worst_severity\"");
    }

    @Test
    void before_the_first_run_it_says_so() {
        Ran ran = new CommandLineRig(directory.resolve("elsewhere")).run("watch", "--once");

        assertThat(ran.code()).isZero();
        assertThat(ran.out()).contains("There are no services yet.", "nothing was checked yet");
    }

    @Test
    void a_bad_interval_is_refused_also_without_a_terminal() {
        Ran ran = caretaker.run("watch", "--interval", "1h");

        assertThat(ran.code()).isNotZero();
        assertThat(ran.err()).contains("--interval must be 500 ms to 5 min");
    }

    @Test
    void in_a_terminal_keys_look_answer_and_leave() throws Exception {
        try (var live = PseudoTerminal.start(directory, 100, 30, "watch", "--interval", "500ms")) {
            live.await("1 waits for your approval", "caretaker is not running");
            live.type("\r").await("approval r-1", "Newest results", "on h1, production jeju");
            live.type("q").await("newest events");
            live.type("a").await("You see to it.");
            live.type("y").await("Approve the recovery of");
            live.type("y").await("is approved.");
            live.type("p").await("Pause recovery everywhere?");
            live.type("y").await("Recovery is paused.");
            live.resize(40, 20).await("1 service is down. Recovery is paused b…");
            live.type("r").await("? help  q quit  enter details  a acknow…");
            live.type("q");
            assertThat(live.exitCode()).isZero();
            assertThat(live.text()).contains("\u001b[?1049h").contains("\u001b[?1049l");
        }
        try (var store = SqliteStore.open(caretaker.state().resolve("store"))) {
            assertThat(store.alerts().acknowledgements())
                    .extracting(Acknowledgement::alert)
                    .containsExactly("a-1");
            assertThat(store.recovery().approvals(Instant.EPOCH))
                    .extracting(Approval::verdict)
                    .containsExactly(Approval.Verdict.APPROVED);
            assertThat(store.recovery().pause()).isPresent();
            assertThat(store.audit().recent(null, 9))
                    .extracting(each -> each.entry())
                    .extracting(AuditEntry::action)
                    .contains("alert.acknowledge", "approve", "pause");
        }
    }

    @ParameterizedTest
    @CsvSource({"xterm-256color, 1, ''", "xterm-256color, '', --no-color"})
    void without_colours_nothing_is_coloured(String kind, String refused, String option)
            throws Exception {
        Map<String, String> variables = Map.of("TERM", kind, "NO_COLOR", refused);
        try (var live = PseudoTerminal.start(directory, variables, 40, 16, "watch", option)) {
            live.await("1 service is down, 1 waits for your app…");
            live.type("q");
            assertThat(live.exitCode()).isZero();
            assertThat(live.text()).doesNotContainPattern("\u001b\\[[0-9;]*[1-9]m");
        }
    }

    @Test
    void on_a_dumb_terminal_it_prints_once_without_any_code() throws Exception {
        Map<String, String> variables = Map.of("TERM", "dumb");
        try (var once = PseudoTerminal.start(directory, variables, 80, 24, "watch")) {
            assertThat(once.exitCode()).isZero();
            assertThat(once.text())
                    .startsWith("1 service is down, 1 waits for your approval.")
                    .contains("caretaker is not running; its newest check was ")
                    .doesNotContain("\u001b");
        }
    }

    @Test
    void a_configuration_that_is_wrong_is_said_before_a_screen_is_taken() throws Exception {
        caretaker.configured("hosts: [{}]\n");
        try (var refused = PseudoTerminal.start(directory, 80, 24, "watch")) {
            assertThat(refused.exitCode()).isNotZero();
            assertThat(refused.text())
                    .contains("the configuration has ")
                    .doesNotContain("\u001b[?1049h");
        }
    }
}
