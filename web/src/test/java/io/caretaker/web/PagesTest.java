package io.caretaker.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caretaker.core.check.Fault;
import io.caretaker.core.check.Outcome;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.recovery.Approval;
import io.caretaker.core.recovery.Pause;
import io.caretaker.core.status.Status;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The pages as a browser gets them.
@Timeout(120)
class PagesTest {
    private static final Outcome REFUSED =
            new Outcome.Down(Fault.REFUSED, "connection refused", null);
    private static final String HOSTILE = "<script>alert('\"&x')</script>";
    private static final String FORM = "application/x-www-form-urlencoded";

    @TempDir Path directory;

    private static void down(FaceRig rig, String service) {
        rig.answering(service, REFUSED);
        await().until(() -> rig.caretaker().state(new ServiceId(service)).status().down());
    }

    private static HttpResponse<String> send(FaceRig rig, String path, String form) {
        return rig.post(path, form, "Content-Type", FORM);
    }

    @Test
    void the_first_page_says_what_is_wrong_and_lists_the_fleet() {
        try (var rig = FaceRig.in(directory)) {
            down(rig, "shop");

            String page = rig.get("/").body();

            assertThat(page).contains("shop is down", "Connection refused", "/services/shop");
            assertThat(page).contains("id=\"s-orders\"", "id=\"s-wiki\"", "checks up");
            assertThat(page).doesNotContain("style=\"");
        }
    }

    @Test
    void services_are_filtered_by_words_and_by_trouble() {
        try (var rig = FaceRig.in(directory)) {
            down(rig, "shop");

            assertThat(rig.get("/?q=wik").body())
                    .contains("id=\"s-wiki\"")
                    .doesNotContain("id=\"s-orders\"");
            assertThat(rig.get("/?problems=yes").body())
                    .contains("id=\"s-shop\"")
                    .doesNotContain("id=\"s-wiki\"");
            assertThat(rig.get("/?q=nothing").body()).contains("No service fits");
            assertThat(rig.get("/?q=wik", "HX-Request", "true").body())
                    .startsWith("<div id=\"fleet\"");
        }
    }

    @Test
    void a_service_has_a_page_with_its_state_results_and_what_is_needed() {
        try (var rig = FaceRig.in(directory)) {
            down(rig, "shop");
            await().until(() -> rig.store().history().recent(new ServiceId("shop"), 5).size() > 2);

            HttpResponse<String> page = rig.get("/services/shop");

            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body())
                    .contains(
                            "Connection refused", "If you asked now", "Uptime, 30 d", "data-chart");
            assertThat(rig.get("/hosts/web1").body())
                    .contains("web1.test", "id=\"s-shop\"", "SSH as");
            assertThat(rig.get("/services/none").statusCode()).isEqualTo(404);
            assertThat(rig.get("/hosts/none").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void an_approval_is_given_with_a_button_and_the_next_page_says_so() {
        try (var rig = FaceRig.in(directory)) {
            Instant now = Instant.now();
            rig.store()
                    .recovery()
                    .write(
                            new Approval(
                                    "r-1",
                                    new ServiceId("shop"),
                                    "connection refused",
                                    now,
                                    now.plusSeconds(600),
                                    Approval.Verdict.PENDING,
                                    null,
                                    null));
            down(rig, "shop");
            await().until(() -> rig.get("/").body().contains("Approve recovery"));

            HttpResponse<String> answer =
                    send(rig, "/do/decide", "id=r-1&verdict=approve&back=%2Fservices%2Fshop");

            assertThat(answer.statusCode()).isEqualTo(303);
            assertThat(answer.headers().firstValue("location")).hasValue("/services/shop");
            String cookie = answer.headers().firstValue("set-cookie").orElse("").split(";", 2)[0];
            HttpResponse<String> next = rig.get("/services/shop", "Cookie", cookie);
            assertThat(next.body()).contains("You have approved the recovery");
            assertThat(next.headers().firstValue("set-cookie").orElse("")).contains("Max-Age=0");
            assertThat(rig.store().recovery().approvals(Instant.EPOCH).getFirst().verdict())
                    .isIn(Approval.Verdict.APPROVED, Approval.Verdict.USED);
            assertThat(rig.store().audit().recent("shop", 10))
                    .anyMatch(each -> each.entry().action().equals("approve"));
            assertThat(send(rig, "/do/decide", "id=r-1&verdict=deny").statusCode()).isEqualTo(303);
        }
    }

    @Test
    void a_form_leads_back_to_our_own_pages_only() {
        try (var rig = FaceRig.in(directory)) {
            for (String back : List.of("//evil.test/", "https://evil.test/", "/%5Cevil.test")) {
                HttpResponse<String> answer =
                        send(rig, "/do/resume", "back=" + back.replace(":", "%3A"));
                assertThat(answer.headers().firstValue("location")).hasValue("/");
            }
        }
    }

    @Test
    void a_pause_is_shown_and_ended() {
        try (var rig = FaceRig.in(directory)) {
            assertThat(send(rig, "/do/pause", "time=1h&reason=moving").statusCode()).isEqualTo(303);
            await().until(() -> rig.get("/").body().contains("Resume recovery"));
            assertThat(rig.store().recovery().pause().map(Pause::reason)).hasValue("moving");

            send(rig, "/do/resume", "");

            await().until(() -> !rig.get("/").body().contains("Resume recovery"));
        }
    }

    @Test
    void what_others_have_named_does_no_harm() {
        Service plain = FaceRig.service("db1", "evil");
        Service hostile =
                new Service(
                        plain.id(),
                        plain.hostId(),
                        plain.unit(),
                        plain.type(),
                        HOSTILE,
                        HOSTILE,
                        plain.check(),
                        null,
                        plain.monitoring(),
                        plain.recovery(),
                        plain.control(),
                        List.of(),
                        List.of(),
                        plain.alerting(),
                        plain.care(),
                        plain.environment(),
                        plain.region(),
                        List.of(HOSTILE),
                        List.of(),
                        plain.origin(),
                        plain.createdAt(),
                        plain.updatedAt());
        try (var rig = FaceRig.in(directory, FaceRig.free(), List.of(hostile))) {
            rig.answering("evil", new Outcome.Down(Fault.REFUSED, HOSTILE, null));
            await().until(() ->
                    rig.caretaker().state(new ServiceId("evil")).status() == Status.ERROR
                            || rig.caretaker().state(new ServiceId("evil")).status().down());

            for (String path :
                    List.of(
                            "/",
                            "/services/evil",
                            "/hosts/db1",
                            "/?q=%3Cscript%3Ealert(1)%3C%2Fscript%3E%22")) {
                String page = rig.get(path).body();
                assertThat(page).as(path).doesNotContain("<script>alert");
            }
        }
    }

    @Test
    void a_large_fleet_is_shown_in_parts_and_quickly() {
        var services = new java.util.ArrayList<Service>();
        for (int i = 0; i < 1000; i++) {
            services.add(FaceRig.service("db" + i / 20, "s" + i));
        }
        try (var rig = FaceRig.in(directory, FaceRig.free(), services)) {
            String page = rig.get("/").body();
            assertThat(page.split("class=\"svc\"", -1).length).isBetween(100, 160);
            assertThat(page).contains("Show 850 more");
            assertThat(rig.get("/?environment=production&region=here").body())
                    .contains("id=\"s-s0\"", "id=\"s-s999\"");
            assertThat(rig.get("/", "Accept-Encoding", "gzip").body().length()).isLessThan(60_000);
        }
    }

    @Test
    void numbers_over_time_are_answered_for_charts() {
        try (var rig = FaceRig.in(directory)) {
            await().atMost(Duration.ofSeconds(20))
                    .until(() ->
                            rig.get("/api/v1/services/shop/series?points=10")
                                    .body()
                                    .contains("\"at\":[1"));
            assertThat(rig.get("/api/v1/services/shop/series?from=x").statusCode()).isEqualTo(422);
            assertThat(rig.get("/api/v1/services/none/series").statusCode()).isEqualTo(404);
        }
    }
}
