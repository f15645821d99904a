package io.caretaker.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.recovery.Approval;
import io.caretaker.web.access.AccessSettings;
import io.caretaker.web.http.Access;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The pages on which people act, as a browser gets them.
@Timeout(120)
class DeskPagesTest {
    private static final String HOSTILE = "<script>alert('\"&x')</script>";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final List<String> PAGES =
            List.of(
                    "/databases",
                    "/approvals",
                    "/alerts",
                    "/alerts?show=past",
                    "/alerts/mutes",
                    "/alerts/channels",
                    "/audit",
                    "/inventory",
                    "/inventory/services/orders",
                    "/inventory/services/new",
                    "/inventory/hosts/db1",
                    "/inventory/hosts/new",
                    "/inventory/environments/new",
                    "/inventory/databases/new",
                    "/settings",
                    "/api");

    @TempDir Path directory;

    private static HttpResponse<String> send(FaceRig rig, String path, String... fields) {
        var form = new StringBuilder();
        for (int i = 0; i < fields.length; i += 2) {
            form.append(form.isEmpty() ? "" : "&")
                    .append(fields[i])
                    .append('=')
                    .append(java.net.URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
        }
        return rig.post(path, form.toString(), "Content-Type", FORM);
    }

    private static WebSettings as(Access access) {
        return FaceRig.free().with(new AccessSettings(List.of(), List.of(), access));
    }

    private static String tag(String page) {
        Matcher found = Pattern.compile("name=\"tag\" value=\"([0-9a-f]{32})\"").matcher(page);
        assertThat(found.find()).as(page).isTrue();
        return found.group(1);
    }

    @Test
    void every_page_is_there_and_shows_hostile_names_as_text() {
        Service plain = FaceRig.service("db1", "orders");
        try (var rig = FaceRig.in(directory, FaceRig.free(), List.of(named(plain, HOSTILE)))) {
            for (String path : PAGES) {
                HttpResponse<String> page = rig.get(path);
                assertThat(page.statusCode()).as(path).isEqualTo(200);
                assertThat(page.body())
                        .as(path)
                        .doesNotContain("<script>alert")
                        .doesNotContain(" style=\"")
                        .doesNotContain(" onclick=");
            }
            assertThat(rig.get("/inventory").body()).contains("&lt;script&gt;alert(");
        }
    }

    private static Service named(Service service, String name) {
        return new Service(
                service.id(),
                service.hostId(),
                service.unit(),
                service.type(),
                name,
                name,
                service.check(),
                null,
                service.monitoring(),
                service.recovery(),
                service.control(),
                List.of(),
                List.of(),
                service.alerting(),
                service.care(),
                service.environment(),
                service.region(),
                List.of(name),
                List.of(),
                service.origin(),
                service.createdAt(),
                service.updatedAt());
    }

    @Test
    void nothing_typed_is_lost_when_a_field_is_wrong_and_the_field_says_so() {
        try (var rig = FaceRig.in(directory)) {
            HttpResponse<String> answer =
                    send(
                            rig,
                            "/inventory/hosts/new",
                            "host_id",
                            "web9",
                            "hostname",
                            "nine <b>",
                            "ip_address",
                            "",
                            "environment",
                            "production",
                            "region",
                            "north",
                            "ssh_config.port",
                            "abc");

            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(answer.body())
                    .contains("value=\"web9\"", "value=\"nine &lt;b>\"", "value=\"abc\"")
                    .containsPattern("f-ip_address-hint\">\\s*<p class=\"wrong\">is needed")
                    .containsPattern("f-ssh_config-port-hint\">\\s*<p class=\"wrong\">must be");
            assertThat(rig.store().inventory().read().hosts()).hasSize(2);
        }
    }

    @Test
    void a_host_is_added_changed_and_removed_by_forms() {
        try (var rig = FaceRig.in(directory)) {
            assertThat(
                            send(
                                            rig,
                                            "/inventory/hosts/new",
                                            "host_id",
                                            "web9",
                                            "hostname",
                                            "nine",
                                            "ip_address",
                                            "10.0.0.9",
                                            "environment",
                                            "production",
                                            "region",
                                            "north",
                                            "metadata.tags",
                                            "a, b")
                                    .statusCode())
                    .isEqualTo(303);
            assertThat(rig.store().inventory().read().host(new HostId("web9")))
                    .hasValueSatisfying(
                            host -> assertThat(host.metadata().tags()).containsExactly("a", "b"));
            String remove = rig.get("/inventory/hosts/web9/remove").body();
            assertThat(remove).contains("host web9");
            assertThat(send(rig, "/inventory/hosts/web9/remove", "tag", tag(remove)).statusCode())
                    .isEqualTo(303);
            assertThat(rig.store().inventory().read().host(new HostId("web9"))).isEmpty();
            assertThat(rig.get("/audit").body()).contains("host.add", "host.remove");
        }
    }

    @Test
    void two_people_do_not_overwrite_each_other() {
        try (var rig = FaceRig.in(directory)) {
            String tag = tag(rig.get("/inventory/services/orders").body());
            HttpResponse<String> first = change(rig, tag, "First");
            HttpResponse<String> second = change(rig, tag, "Second");

            assertThat(first.statusCode()).isEqualTo(303);
            assertThat(second.statusCode()).isEqualTo(412);
            assertThat(second.body())
                    .contains("Somebody has changed it meanwhile", "“First”", "value=\"Second\"");
            assertThat(name(rig)).isEqualTo("First");
            assertThat(change(rig, tag(second.body()), "Second").statusCode()).isEqualTo(303);
            assertThat(name(rig)).isEqualTo("Second");
        }
    }

    private static HttpResponse<String> change(FaceRig rig, String tag, String name) {
        return send(
                rig,
                "/inventory/services/orders",
                "tag",
                tag,
                "display_name",
                name,
                "host_id",
                "db1",
                "service_name",
                "orders.service",
                "service_type",
                "other",
                "check.command",
                "check",
                "monitoring.enabled",
                "true",
                "monitoring.interval_sec",
                "1",
                "monitoring.timeout_sec",
                "0.5",
                "monitoring.retry_attempts",
                "1",
                "recovery.recover_action",
                "restart",
                "recovery.max_recovery_attempts",
                "3",
                "recovery.recovery_cooldown_sec",
                "300");
    }

    private static String name(FaceRig rig) {
        return rig.store()
                .inventory()
                .read()
                .service(new ServiceId("orders"))
                .orElseThrow()
                .label();
    }

    @Test
    void only_who_may_press_a_button_sees_it_and_is_heard() {
        try (var rig = FaceRig.in(directory, as(Access.VIEWER))) {
            assertThat(rig.get("/inventory").body()).doesNotContain("Add a database");
            assertThat(rig.get("/approvals").body()).doesNotContain("Pause recovery");
            assertThat(rig.get("/inventory/services/orders").body())
                    .contains("Changing it takes the role admin")
                    .doesNotContain(">Save<");
            for (String path :
                    List.of(
                            "/approvals/pause",
                            "/alerts/mutes",
                            "/inventory/hosts/new",
                            "/inventory/databases/new",
                            "/databases/orders/cleanup",
                            "/databases/orders/sessions/end")) {
                assertThat(send(rig, path, "a", "b").statusCode()).as(path).isEqualTo(403);
            }
        }
    }

    @Test
    void a_waiting_recovery_is_approved_after_a_question() {
        try (var rig = FaceRig.in(directory)) {
            Instant now = Instant.now();
            rig.store()
                    .recovery()
                    .write(
                            new Approval(
                                    "p-1",
                                    new ServiceId("orders"),
                                    "its process is gone",
                                    now,
                                    now.plus(Duration.ofHours(1)),
                                    Approval.Verdict.PENDING,
                                    null,
                                    null));
            assertThat(rig.get("/approvals").body())
                    .contains("1 recovery waits for you", "its process is gone");
            assertThat(rig.get("/approvals/p-1?verdict=approve").body())
                    .contains("Approve the recovery of orders?");
            assertThat(send(rig, "/approvals/p-1", "verdict", "approve").statusCode())
                    .isEqualTo(303);
            assertThat(rig.get("/approvals").body())
                    .contains("No recovery waits for you", "Approved");
            assertThat(rig.get("/audit?action=approve").body()).contains("p-1");
        }
    }

    @Test
    void a_pause_is_said_on_the_pages_until_somebody_resumes() {
        try (var rig = FaceRig.in(directory)) {
            send(rig, "/approvals/pause", "time", "1h", "reason", "moving <racks>");
            await().untilAsserted(() ->
                    assertThat(rig.get("/inventory").body())
                            .contains("Recovery is paused", "moving &lt;racks&gt;"));
            send(rig, "/approvals/resume");
            await().untilAsserted(() ->
                    assertThat(rig.get("/inventory").body()).doesNotContain("Recovery is paused"));
        }
    }

    @Test
    void a_mute_is_made_and_lifted_and_one_without_a_choice_is_refused() {
        try (var rig = FaceRig.in(directory)) {
            HttpResponse<String> refused =
                    send(rig, "/alerts/mutes", "time", "1d", "comment", "because I say so");
            assertThat(refused.statusCode()).isEqualTo(422);
            assertThat(refused.body()).contains("value=\"because I say so\"");
            send(rig, "/alerts/mutes", "service", "orders", "time", "1h");
            String page = rig.get("/alerts/mutes").body();
            Matcher lift = Pattern.compile("/alerts/mutes/(m-[^/\"]+)/lift").matcher(page);
            assertThat(lift.find()).as(page).isTrue();
            assertThat(page).contains("service orders");
            send(rig, lift.group());
            assertThat(rig.get("/alerts/mutes").body()).contains("Nothing is muted");
        }
    }

    @Test
    void the_audit_log_is_turned_over_page_by_page() {
        try (var rig = FaceRig.in(directory)) {
            for (int i = 0; i < 40; i++) {
                send(rig, "/approvals/pause", "time", "1h");
                send(rig, "/approvals/resume");
            }
            String first = rig.get("/audit?action=pause").body();
            assertThat(first).contains("is whole").doesNotContain(">Older<");
            String all = rig.get("/audit").body();
            Matcher older = Pattern.compile("before=([0-9]+)").matcher(all);
            assertThat(older.find()).isTrue();
            assertThat(rig.get("/audit?before=" + older.group(1)).body())
                    .contains(">Newest<", "resume");
        }
    }

    @Test
    void a_password_typed_for_a_database_is_never_in_a_page() {
        try (var rig = FaceRig.in(directory)) {
            HttpResponse<String> answer =
                    send(
                            rig,
                            "/inventory/databases/new",
                            "engine",
                            "postgresql",
                            "address",
                            "db7",
                            "user",
                            "care",
                            "secret",
                            "typed",
                            "password",
                            "hunter2hunter2");

            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(answer.body())
                    .doesNotContain("hunter2")
                    .contains("kept; type to change it", "value=\"db7\"");
        }
    }

    @Test
    void a_database_on_the_loopback_of_another_host_is_tried_and_saved_there() {
        try (var rig = FaceRig.in(directory)) {
            assertThat(rig.get("/inventory/databases/new").body())
                    .contains("It runs on", "<option value=\"db1\"");
            String[] form = {
                "engine", "postgresql", "address", "127.0.0.1", "host", "db1", "user", "care",
                "secret", "none", "name", "Books", "environment", "production", "region", "here"
            };
            String tried = send(rig, "/inventory/databases/test", form).body();
            assertThat(tried)
                    .contains(
                            "host db1 lets caretaker in by SSH",
                            "127.0.0.1:5432 on host db1 accepts connections",
                            "<option value=\"db1\" selected");

            assertThat(send(rig, "/inventory/databases/new", form).statusCode()).isEqualTo(303);
            await().untilAsserted(() ->
                    assertThat(rig.get("/api/v1/services/svc_books").body())
                            .contains("\"host_id\":\"db1\"", "\"host\":\"127.0.0.1\""));
            assertThat(rig.get("/inventory/services/svc_books/login").body())
                    .contains("name=\"host\" value=\"db1\"");
        }
    }

    @Test
    void everybody_sees_the_status_page_where_it_is_switched_on_and_nothing_else() {
        WebSettings settings = as(Access.OPEN).withStatusPage();
        try (var rig = FaceRig.in(directory, settings)) {
            HttpResponse<String> page = rig.get("/status-page");

            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body()).contains("orders").doesNotContain("db1", "10.0.0.1");
            assertThat(rig.get("/inventory").statusCode()).isIn(303, 401);
        }
        try (var rig = FaceRig.in(directory.resolve("other"))) {
            assertThat(rig.get("/status-page").statusCode()).isEqualTo(404);
        }
    }
}
