package io.caretaker.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.cli.CommandLineRig;
import io.caretaker.cli.CommandLineRig.Ran;
import io.caretaker.core.alert.Acknowledgement;
import io.caretaker.core.alert.Alert;
import io.caretaker.core.alert.AlertKey;
import io.caretaker.core.alert.AlertRule;
import io.caretaker.core.alert.AlertState;
import io.caretaker.core.alert.Delivery;
import io.caretaker.core.alert.Message;
import io.caretaker.core.alert.Mute;
import io.caretaker.core.inventory.InventoryChange;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.inventory.Severity;
import io.caretaker.sqlite.SqliteStore;
import io.caretaker.testkit.store.AlertSamples;
import io.caretaker.testkit.store.Samples;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AlertCommandsIT {
    private static final String CONFIGURED =
            """
            alerting:
              channels:
                log: {type: syslog}
                pager: {type: pagerduty, routing_key: {env: KEY}, min_severity: high}
              escalation_policies:
                dba: {steps: [{to: log}, {after_sec: 900, to: pager}]}
              routes: [{escalation_policy: dba}]
            """;

    @TempDir Path directory;
    private final Instant now = Instant.now();
    private CommandLineRig caretaker;

    @BeforeEach
    void fill() {
        caretaker = new CommandLineRig(directory).configured(CONFIGURED);
        try (var store = SqliteStore.open(caretaker.state().resolve("store"))) {
            store.inventory()
                    .apply(
                            List.of(
                                    new InventoryChange.PutHost(Samples.host("h1")),
                                    new InventoryChange.PutService(Samples.service("db1", "h1")),
                                    new InventoryChange.PutService(Samples.service("db2", "h1"))),
                            now);
            Instant hourAgo = now.minus(Duration.ofHours(1));
            Alert told = alert("a-1111aaaa", "db1", Severity.HIGH, hourAgo, null);
            Message message = AlertSamples.message("n-1", "log", hourAgo.plusSeconds(1), told);
            Message lost = AlertSamples.message("n-2", "pager", hourAgo.plusSeconds(2), told);
            store.alerts()
                    .write(
                            List.of(
                                    AlertSamples.told(told, message),
                                    alert("a-1111bbbb", "db2", Severity.LOW, now, null)
                                            .held("muted by anna"),
                                    alert(
                                            "a-2222cccc",
                                            "db2",
                                            Severity.CRITICAL,
                                            hourAgo,
                                            now.minus(Duration.ofMinutes(5)))),
                            List.of(
                                    new Delivery(
                                            message,
                                            Delivery.State.SENT,
                                            1,
                                            hourAgo,
                                            hourAgo.plusSeconds(3),
                                            "ok"),
                                    new Delivery(
                                            lost,
                                            Delivery.State.DEAD,
                                            7,
                                            hourAgo,
                                            now,
                                            "no such key")));
        }
    }

    private static Alert alert(
            String id, String service, Severity severity, Instant since, @Nullable Instant ended) {
        return new Alert(
                id,
                AlertKey.of(AlertRule.SERVICE_DOWN, new ServiceId(service)),
                ended == null ? AlertState.FIRING : AlertState.RESOLVED,
                severity,
                service + " is down",
                "connection refused",
                since,
                since,
                ended,
                ended == null ? "" : "it answers again",
                List.of(since),
                "",
                List.of());
    }

    private JsonNode json(String... arguments) {
        Ran ran = caretaker.run(arguments);
        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isZero();
        return JsonMapper.shared().readTree(ran.out());
    }

    private static List<String> texts(JsonNode array, String key) {
        return array.valueStream().map(each -> each.get(key).asString()).toList();
    }

    private <T> T stored(Function<SqliteStore, T> question) {
        try (var store = SqliteStore.open(caretaker.state().resolve("store"))) {
            return question.apply(store);
        }
    }

    private List<String> audited() {
        return stored(store ->
                store.audit().recent(null, 10).stream()
                        .map(each -> each.entry().action() + " " + each.entry().target())
                        .toList());
    }

    @Test
    void open_alerts_are_listed_the_worst_first_with_who_was_told_or_why_nobody_was() {
        Ran ran = caretaker.run("alert", "list");

        assertThat(ran.code()).isZero();
        assertThat(ran.out().lines().toList())
                .hasSize(3)
                .satisfies(lines -> {
                    assertThat(lines.get(1)).contains("a-1111aaaa", "high", "log", "db1 is down");
                    assertThat(lines.get(2)).contains("a-1111bbbb", "nobody: muted by anna");
                });
    }

    @Test
    void what_is_over_is_listed_on_request_and_alerts_are_chosen_by_options() {
        assertThat(texts(json("alert", "list", "--format", "json"), "alert_id"))
                .containsExactly("a-1111aaaa", "a-1111bbbb");
        assertThat(texts(json("alert", "list", "--all", "--format", "json"), "alert_id"))
                .containsExactly("a-1111aaaa", "a-1111bbbb", "a-2222cccc");
        assertThat(json("alert", "list", "--all", "--since", "1m", "--format", "json")).hasSize(2);
        assertThat(
                        texts(
                                json(
                                        "alert",
                                        "list",
                                        "--service",
                                        "db2",
                                        "--severity",
                                        "low",
                                        "--format",
                                        "json"),
                                "alert_id"))
                .containsExactly("a-1111bbbb");
        assertThat(json("alert", "list", "--status", "resolved", "--format", "json")).hasSize(1);
        assertThat(json("alert", "list", "--rule", "metric", "--format", "json")).isEmpty();
    }

    @Test
    void a_word_that_chooses_nothing_known_is_refused_with_the_nearest() {
        Ran ran = caretaker.run("alert", "list", "--service", "db3");
        assertThat(ran.code()).isEqualTo(3);
        assertThat(ran.err()).contains("'db3' does not exist").contains("did you mean 'db1'?");
        assertThat(caretaker.run("alert", "list", "--rule", "service_dwon").err())
                .contains("did you mean 'service_down'?");
    }

    @Test
    void everything_about_one_alert_is_shown_by_the_beginning_of_its_id() {
        Ran ran = caretaker.run("alert", "show", "1111a");

        assertThat(ran.code()).isZero();
        assertThat(ran.out())
                .contains("db1 is down", "connection refused", "service_down", "told log: firing")
                .contains("told pager: firing, it is new (given up: no such key)")
                .containsSubsequence("since", "log", "dba")
                .contains("pager");
        JsonNode document = json("alert", "show", "a-1111a", "--format", "json");
        assertThat(document.get("deliveries")).hasSize(2);
        assertThat(document.get("plan")).hasSize(2);
        assertThat(document.get("plan").get(1).get("channels").get(0).asString())
                .isEqualTo("pager");
        assertThat(document.get("timeline").get(0).get("what").asString()).isEqualTo("began");
    }

    @Test
    void an_id_must_mean_one_alert() {
        assertThat(caretaker.run("alert", "show", "1111").err())
                .contains("'1111' begins 2 of them")
                .contains("a-1111aaaa, a-1111bbbb");
        Ran unknown = caretaker.run("alert", "show", "a-1111aaab");
        assertThat(unknown.code()).isEqualTo(3);
        assertThat(unknown.err()).contains("did you mean 'a-1111aaaa'?");
    }

    @Test
    void who_sees_to_an_alert_is_written_down_and_can_be_taken_back() {
        JsonNode said =
                json(
                        "alert",
                        "ack",
                        "1111a",
                        "--for",
                        "2h",
                        "--comment",
                        "new disk",
                        "--format",
                        "json");
        assertThat(said.get("acknowledged").get(0).get("comment").asString()).isEqualTo("new disk");
        assertThat(json("alert", "ack", "1111a", "--format", "json").toString())
                .contains("\"comment\":\"new disk\"");
        assertThat(
                        texts(
                                json(
                                        "alert",
                                        "list",
                                        "--status",
                                        "acknowledged",
                                        "--format",
                                        "json"),
                                "alert_id"))
                .containsExactly("a-1111aaaa");
        assertThat(caretaker.run("alert", "show", "1111a").out())
                .contains("Seen by:", "new disk", "seen by cli:");

        assertThat(caretaker.run("alert", "unack", "1111a").code()).isZero();
        assertThat(json("alert", "list", "--status", "acknowledged", "--format", "json")).isEmpty();
        assertThat(caretaker.run("alert", "unack", "1111a").code()).isEqualTo(3);
        assertThat(audited())
                .containsSubsequence(
                        "alert.unacknowledge a-1111aaaa", "alert.acknowledge a-1111aaaa");
    }

    @Test
    void what_is_over_cannot_be_seen_to_and_then_nothing_is() {
        Ran ran = caretaker.run("alert", "ack", "1111a", "2222");
        assertThat(ran.code()).isEqualTo(4);
        assertThat(ran.err()).contains("a-2222cccc is already over since");
        List<Acknowledgement> words = stored(store -> store.alerts().acknowledgements());
        assertThat(words).isEmpty();
    }

    @Test
    void an_alert_is_muted_as_that_problem_alone_and_unmuted_by_its_id() {
        JsonNode mute = json("alert", "mute", "1111a", "--for", "2h", "--format", "json");
        assertThat(mute.get("matcher").toString())
                .isEqualTo("{\"problems\":[\"service_down/service:db1\"]}");
        assertThat(
                        texts(
                                json("alert", "list", "--status", "muted", "--format", "json"),
                                "alert_id"))
                .containsExactly("a-1111aaaa");
        assertThat(caretaker.run("alert", "mutes").out())
                .contains("problem service_down/service:db1");

        assertThat(caretaker.run("alert", "unmute", "1111a").out()).contains("No longer muted");
        assertThat(json("alert", "mutes", "--format", "json")).isEmpty();
        String id = mute.get("mute_id").asString();
        assertThat(audited()).containsSubsequence("alert.unmute " + id, "alert.mute " + id);
    }

    @Test
    void what_mutes_more_than_an_alert_is_lifted_by_its_own_id_only() {
        String id =
                json("alert", "mute", "--host", "h1", "--forever", "--format", "json")
                        .get("mute_id")
                        .asString();
        Ran ran = caretaker.run("alert", "unmute", "1111a");
        assertThat(ran.code()).isEqualTo(4);
        assertThat(ran.err()).contains("muted with others: host h1").contains(id);
        assertThat(caretaker.run("alert", "unmute", id).code()).isZero();
    }

    @Test
    void a_mute_says_what_and_how_long() {
        assertThat(caretaker.run("alert", "mute", "--for", "1h").err())
                .contains("what is to be muted is not said")
                .contains("--all");
        assertThat(caretaker.run("alert", "mute", "--all").code()).isEqualTo(2);
        assertThat(caretaker.run("alert", "mute", "1111a", "--all", "--for", "1h").code())
                .isEqualTo(2);
        assertThat(caretaker.run("alert", "mute", "--all", "--until", "2020-01-01").err())
                .contains("is over already");
        assertThat(caretaker.run("alert", "mute", "--environment", "nowhere", "--for", "1h").code())
                .isEqualTo(3);
        List<Mute> mutes = stored(store -> store.alerts().mutes());
        assertThat(mutes).isEmpty();
        assertThat(caretaker.run("alert", "mute", "--all", "--for", "1h").out())
                .contains("everything");
    }

    @Test
    void deliveries_are_listed_with_what_became_of_them() {
        assertThat(caretaker.run("alert", "history").out())
                .containsSubsequence("pager", "given up", "7", "log", "sent");
        assertThat(json("alert", "history", "--channel", "log", "--format", "json")).hasSize(1);
        assertThat(json("alert", "history", "--alert", "1111a", "--format", "json")).hasSize(2);
        assertThat(json("alert", "history", "--result", "dead", "--format", "json")).hasSize(1);
        assertThat(json("alert", "history", "--since", "1m", "--format", "json")).isEmpty();
        assertThat(caretaker.run("alert", "history", "--channel", "lgo").err())
                .contains("did you mean 'log'?");
    }

    @Test
    void status_counts_alerts_and_messages() {
        assertThat(json("status", "--format", "json").get("alerts").toString())
                .isEqualTo(
                        "{\"open\":2,\"acknowledged\":0,\"muted\":0,\"waiting_messages\":0,"
                                + "\"dead_messages\":1}");
        assertThat(caretaker.run("status").out())
                .contains("2 open alerts", "1 message was given up");
        assertThat(caretaker.run("status", "--attention").out()).contains("2 open alerts");
        assertThat(caretaker.run("doctor").out())
                .contains("alerting: 2 channels, 2 open alerts, 0 messages wait, 1 given up");
    }

    @Test
    void before_the_first_run_there_is_no_alert() {
        var fresh = new CommandLineRig(directory.resolve("work"));
        assertThat(fresh.state()).doesNotExist();
        Ran ran = fresh.run("alert", "list");
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).contains("No alert.", "No channel is configured");
        assertThat(fresh.run("alert", "ack", "x").code()).isEqualTo(3);
    }
}
