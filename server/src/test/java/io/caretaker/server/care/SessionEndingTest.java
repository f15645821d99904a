package io.caretaker.server.care;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.check.Fault;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.health.EngineKind;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.session.CleanupReport;
import io.caretaker.core.session.EmergencyRules;
import io.caretaker.core.session.SessionKind;
import io.caretaker.core.session.SessionSnapshot;
import io.caretaker.testkit.session.FakeServer;
import io.caretaker.testkit.session.FakeSessions;
import io.caretaker.testkit.session.SampleSession;
import io.caretaker.testkit.store.Samples;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionEndingTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final DatabaseTarget TARGET =
            new DatabaseTarget(
                    EngineKind.POSTGRESQL,
                    "127.0.0.1",
                    5432,
                    null,
                    "monitor",
                    null,
                    DatabaseTarget.TlsMode.DEFAULT,
                    null);
    private final FakeSessions sessions = new FakeSessions(() -> NOW);
    private final FakeServer server = sessions.server(TARGET);
    private final List<String> told = new ArrayList<>();

    private CleanupReport end(boolean locked) throws InterruptedException {
        Service service = Samples.plainService("svc_db", "host_db");
        SessionSnapshot snapshot = server.snapshot();
        var plan =
                new EmergencyPlan(
                        service,
                        TARGET,
                        TARGET,
                        snapshot,
                        EmergencyRules.plan(snapshot, service.care().protection()),
                        null,
                        null);
        return new SessionEnding(
                        sessions,
                        TARGET,
                        service,
                        locked,
                        ended -> told.add(ended.victim().session().id()),
                        System::nanoTime)
                .endAll(plan);
    }

    private SampleSession client(String id) {
        return SampleSession.client(id, NOW);
    }

    @Test
    void all_clients_are_ended_and_told_the_moment_it_happens_others_stay() throws Exception {
        server.add(client("1").build())
                .add(client("2").build())
                .add(client("3").kind(SessionKind.REPLICATION).build());
        CleanupReport report = end(true);
        assertThat(told).containsExactly("1", "2");
        assertThat(server.ids()).containsExactly("3");
        assertThat(report.spared()).singleElement().extracting("reason").isEqualTo("replication");
        assertThat(report.failed()).isEmpty();
    }

    @Test
    void who_slips_in_before_the_lockdown_is_ended_too() throws Exception {
        server.add(client("1").build()).beforeNextEnd(() -> server.add(client("2").build()));
        assertThat(end(true).ended()).hasSize(2);
        assertThat(server.ids()).isEmpty();
    }

    @Test
    void without_lockdown_those_who_come_back_are_let_be_and_counted() throws Exception {
        server.add(client("1").build()).beforeNextEnd(() -> server.add(client("2").build()));
        CleanupReport report = end(false);
        assertThat(report.ended()).hasSize(1);
        assertThat(server.ids()).containsExactly("2");
        assertThat(report.notes())
                .containsExactly("1 session has come in meanwhile; --lockdown refuses them");
    }

    @Test
    void one_that_does_not_go_is_tried_again_and_reported_once() throws Exception {
        server.add(client("1").build(), FakeServer.Trait.IGNORES_TERMINATE)
                .add(client("2").build());
        CleanupReport report = end(true);
        assertThat(report.ended()).hasSize(1);
        assertThat(report.failed()).singleElement().extracting("hint").isEqualTo("");
        assertThat(server.requests().size()).isBetween(3, 12);
    }

    @Test
    void what_was_done_is_told_though_the_server_is_not_seen_again() throws Exception {
        var refused = new DatabaseReply.Refused(Fault.OVERLOADED, "takes no more", null);
        server.add(client("1").build()).beforeNextEnd(() -> server.absent(refused));
        CleanupReport report = end(true);
        assertThat(report.ended()).hasSize(1);
        assertThat(report.notes()).singleElement().asString().contains("takes no more");
    }

    @Test
    void one_that_goes_late_is_not_reported_as_left() throws Exception {
        server.add(client("1").build(), FakeServer.Trait.IGNORES_TERMINATE)
                .add(client("2").build());
        server.beforeNextEnd(() -> server.beforeNextEnd(() -> server.vanish("1")));
        CleanupReport report = end(true);
        assertThat(report.failed()).isEmpty();
        assertThat(report.ended()).hasSize(2);
    }

    @Test
    void one_that_has_gone_by_itself_is_no_failure() throws Exception {
        server.add(client("1").build()).beforeNextEnd(() -> server.vanish("1"));
        assertThat(end(true).ended())
                .singleElement()
                .extracting("how")
                .isEqualTo("ended by itself");
    }
}
