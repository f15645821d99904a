package io.caretaker.web.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.check.Fault;
import io.caretaker.core.check.Outcome;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.recovery.Approval;
import io.caretaker.web.FaceRig;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What browsers hear that have the pages open on which people act.
@Timeout(120)
class LiveDeskTest {
    private static final String RELOAD = "event: reload";
    private static final String HOST =
            "{\"host_id\":\"db9\",\"hostname\":\"db9.test\",\"ip_address\":\"127.0.0.9\","
                    + "\"environment\":\"production\",\"region\":\"here\"}";

    @TempDir Path directory;

    private FaceRig rig;
    private final HttpClient client = HttpClient.newHttpClient();

    @SuppressWarnings("NullAway.Init")
    LiveDeskTest() {}

    @BeforeEach
    void begin() {
        rig = FaceRig.in(directory);
    }

    @AfterEach
    void end() {
        client.close();
        rig.close();
    }

    @FunctionalInterface
    private interface Deed {
        void run() throws Exception;
    }

    /// Listens, does something, and listens on until the wanted text is heard.
    private String heard(String path, Deed deed, String wanted) throws Exception {
        HttpResponse<InputStream> answer =
                client.send(
                        rig.request(path).GET().build(), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(answer.headers().firstValue("content-type")).hasValue("text/event-stream");
        var text = new StringBuilder();
        boolean done = false;
        try (InputStream in = answer.body()) {
            var bytes = new byte[8192];
            while (!text.toString().contains(wanted)) {
                int count = in.read(bytes);
                assertThat(count).as(text.toString()).isPositive();
                text.append(new String(bytes, 0, count, StandardCharsets.UTF_8));
                if (!done && text.indexOf("id: ") >= 0) {
                    done = true;
                    deed.run();
                }
            }
        }
        return text.toString();
    }

    private void post(String path, String body) throws Exception {
        assertThat(rig.post(path, body).statusCode()).isEqualTo(201);
    }

    private void down() {
        rig.answering("shop", new Outcome.Down(Fault.REFUSED, "<b>refused</b>", null));
    }

    private Approval asked() {
        Instant now = Instant.now();
        return new Approval(
                "r-1",
                new ServiceId("shop"),
                "connection refused",
                now,
                now.plusSeconds(600),
                Approval.Verdict.PENDING,
                null,
                null);
    }

    @Test
    void the_list_of_alerts_is_said_anew_when_one_begins() throws Exception {
        String text = heard("/live/alerts", this::down, "id=\"count-alerts\"");

        assertThat(text)
                .contains("event: parts", "id=\"alert-headline\"", "1 alert open", "shop is down")
                .contains("&lt;b&gt;", "I see to it")
                .doesNotContain("<b>refused", "id=\"svc");
    }

    @Test
    void other_pages_hear_the_numbers_of_the_navigation_alone() throws Exception {
        String text = heard("/live/frame", this::down, "id=\"count-alerts\"");

        assertThat(text).contains("fires").doesNotContain("shop is down");
        assertThat(rig.get("/settings").body()).contains("data-live=\"/live/frame\"");
    }

    @Test
    void pages_that_change_seldom_are_read_anew_when_they_have_changed() throws Exception {
        Deed muted = () -> post("/api/v1/mutes", "{\"all\":true,\"for\":\"1h\"}");
        assertThat(heard("/live/mutes", muted, RELOAD)).doesNotContain("id=\"alert-lines\"");
        assertThat(rig.get("/alerts/mutes").body()).contains("data-live=\"/live/mutes\"");

        heard("/live/inventory", () -> post("/api/v1/hosts", HOST), RELOAD);
        assertThat(rig.get("/inventory").body()).contains("data-live=\"/live/inventory\"");
        assertThat(rig.get("/alerts/channels").body()).contains("data-live=\"/live/channels\"");
    }

    @Test
    void what_is_not_on_a_page_does_not_have_it_read_anew() throws Exception {
        String text = heard("/live/inventory", this::down, "id=\"count-alerts\"");

        assertThat(text).doesNotContain(RELOAD);
    }

    @Test
    void the_audit_log_is_read_anew_when_somebody_has_written_to_it() throws Exception {
        var entry =
                AuditEntry.of(Instant.now(), "another program", "session.end", "shop", true, "");
        heard(
                "/live/audit",
                () -> {
                    rig.store().audit().append(entry);
                    down();
                },
                RELOAD);
        assertThat(rig.get("/audit").body()).contains("data-live=\"/live/audit\"");
    }

    @Test
    void a_question_is_said_when_it_is_asked_and_when_it_is_answered() throws Exception {
        String came =
                heard(
                        "/live/approvals",
                        () -> {
                            rig.store().recovery().write(asked());
                            down();
                        },
                        "1 recovery waits for you");
        assertThat(came).contains("id=\"approvals-waiting\"", "/approvals/r-1?verdict=approve");

        String went =
                heard(
                        "/live/approvals",
                        () ->
                                assertThat(
                                                rig.post("/api/v1/approvals/r-1/deny", "{}")
                                                        .statusCode())
                                        .isEqualTo(200),
                        "No recovery waits for you");
        assertThat(went).contains("id=\"approvals-decided\"", "Denied");
    }

    @Test
    void a_question_that_nobody_answers_is_counted_until_it_expires() throws Exception {
        rig.store().recovery().write(asked());
        down();
        await().until(() -> rig.get("/audit").body().contains("waits</span>"));

        String text =
                heard(
                        "/live/frame",
                        () -> rig.at(() -> Instant.now().plusSeconds(900)),
                        "id=\"count-approvals\" data-part></span>");

        assertThat(text).contains("event: parts");
    }

    @Test
    void pages_of_what_there_is_not_have_no_stream() {
        assertThat(rig.get("/live/alerts/none").statusCode()).isEqualTo(404);
        assertThat(rig.get("/live/databases/none").statusCode()).isEqualTo(404);
        assertThat(rig.get("/live/databases/none/sessions").statusCode()).isEqualTo(404);
    }
}
