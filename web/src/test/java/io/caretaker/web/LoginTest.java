package io.caretaker.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.web.access.AccessSettings;
import io.caretaker.web.access.Token;
import io.caretaker.web.access.TokenFile;
import io.caretaker.web.http.Access;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoginTest {
    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([0-9a-f]{64})\"");
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final WebSettings TOKENS_ONLY =
            FaceRig.free().with(new AccessSettings(List.of(), List.of(), Access.OPEN));

    @TempDir Path directory;

    private String token(String name, Access role) {
        Token.Made made = Token.make(name, role, Instant.now(), null);
        new TokenFile(directory)
                .change(all -> {
                    var more = new ArrayList<>(all);
                    more.add(made.token());
                    return more;
                });
        return made.secret();
    }

    private static HttpResponse<String> logIn(FaceRig rig, String token, String next) {
        return rig.post(
                "/login",
                "token=" + token + "&next=" + next,
                "Content-Type",
                FORM,
                "Sec-Fetch-Site",
                "same-origin");
    }

    private static String cookie(HttpResponse<String> answer) {
        return answer.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
    }

    private static HttpResponse<String> page(FaceRig rig, String cookie) {
        return rig.get("/", "Cookie", cookie, "Accept", "text/html");
    }

    @Test
    void a_person_logs_in_looks_and_logs_out() {
        try (var rig = FaceRig.in(directory, TOKENS_ONLY)) {
            String token = token("anna", Access.OPERATOR);
            HttpResponse<String> closed = rig.get("/?x=1", "Accept", "text/html");
            assertThat(closed.statusCode()).isEqualTo(303);
            assertThat(closed.headers().firstValue("Location")).contains("/login?next=%2F%3Fx%3D1");
            assertThat(rig.get("/login?next=%2F%3Fx%3D1", "Accept", "text/html").body())
                    .contains("value=\"/?x=1\"")
                    .doesNotContain("/databases");

            HttpResponse<String> done = logIn(rig, token, "%2F%3Fx%3D1");
            assertThat(done.statusCode()).isEqualTo(303);
            assertThat(done.headers().firstValue("Location")).contains("/?x=1");
            assertThat(done.headers().firstValue("Set-Cookie").orElseThrow())
                    .startsWith("caretaker=")
                    .contains("Path=/", "HttpOnly", "SameSite=Lax")
                    .doesNotContain("Max-Age", token);
            String cookie = cookie(done);
            String page = page(rig, cookie).body();
            assertThat(page).contains("anna (operator)", "Log out");

            Matcher csrf = CSRF.matcher(page);
            assertThat(csrf.find()).isTrue();
            assertThat(leave(rig, cookie, "0".repeat(64), "same-origin").statusCode())
                    .isEqualTo(403);
            assertThat(leave(rig, cookie, csrf.group(1), "cross-site").statusCode()).isEqualTo(403);
            HttpResponse<String> left = leave(rig, cookie, csrf.group(1), "same-origin");
            assertThat(left.statusCode()).isEqualTo(303);
            assertThat(left.headers().firstValue("Set-Cookie").orElseThrow()).contains("Max-Age=0");
            assertThat(page(rig, cookie).statusCode()).isEqualTo(303);
            assertThat(rig.store().audit().recent(null, 10))
                    .extracting(each -> each.entry().actor() + " " + each.entry().action())
                    .containsExactly("token:anna web.logout", "token:anna web.login");
            assertThat(rig.store().audit().recent(null, 1).getFirst().entry().details())
                    .containsEntry("address", "127.0.0.1");
        }
    }

    private static HttpResponse<String> leave(
            FaceRig rig, String cookie, String csrf, String site) {
        return rig.post(
                "/logout",
                "_csrf=" + csrf,
                "Cookie",
                cookie,
                "Content-Type",
                FORM,
                "Sec-Fetch-Site",
                site);
    }

    @Test
    void a_session_ends_at_once_with_its_token() {
        try (var rig = FaceRig.in(directory, TOKENS_ONLY)) {
            String cookie = cookie(logIn(rig, token("anna", Access.VIEWER), "%2F"));
            assertThat(page(rig, cookie).statusCode()).isEqualTo(200);
            new TokenFile(directory).change(_ -> List.of());
            assertThat(page(rig, cookie).statusCode()).isEqualTo(303);
        }
    }

    @Test
    void a_session_outlives_a_restart_and_is_kept_for_its_owner_only() throws Exception {
        String cookie;
        try (var rig = FaceRig.in(directory, TOKENS_ONLY)) {
            cookie = cookie(logIn(rig, token("anna", Access.VIEWER), "%2F"));
        }
        Path file = directory.resolve("access/sessions.json");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file)).doesNotContain(cookie.split("=", 2)[1]);
        try (var rig = FaceRig.in(directory, TOKENS_ONLY)) {
            assertThat(page(rig, cookie).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void a_session_ends_when_it_is_idle_for_half_a_day() {
        try (var rig = FaceRig.in(directory, TOKENS_ONLY)) {
            String cookie = cookie(logIn(rig, token("anna", Access.VIEWER), "%2F"));
            Instant begun = Instant.now();
            rig.at(() -> begun.plus(Duration.ofHours(11)));
            assertThat(page(rig, cookie).statusCode()).isEqualTo(200);
            rig.at(() -> begun.plus(Duration.ofHours(22)));
            assertThat(page(rig, cookie).statusCode()).isEqualTo(200);
            rig.at(() -> begun.plus(Duration.ofHours(35)));
            assertThat(page(rig, cookie).statusCode()).isEqualTo(303);
        }
    }

    @Test
    void a_session_ends_after_a_week_however_busy_it_is() {
        try (var rig = FaceRig.in(directory, TOKENS_ONLY)) {
            String cookie = cookie(logIn(rig, token("anna", Access.VIEWER), "%2F"));
            Instant begun = Instant.now();
            for (int hours = 11; hours < 168; hours += 11) {
                Duration since = Duration.ofHours(hours);
                rig.at(() -> begun.plus(since));
                assertThat(page(rig, cookie).statusCode()).isEqualTo(200);
            }
            rig.at(() -> begun.plus(Duration.ofHours(169)));
            assertThat(page(rig, cookie).statusCode()).isEqualTo(303);
        }
    }

    @Test
    void whoever_guesses_has_to_wait() {
        try (var rig = FaceRig.in(directory, TOKENS_ONLY)) {
            String token = token("anna", Access.VIEWER);
            for (int i = 0; i < 5; i++) {
                HttpResponse<String> wrong = logIn(rig, "ct_" + i, "%2F");
                assertThat(wrong.statusCode()).isEqualTo(401);
                assertThat(wrong.body()).contains("not known").doesNotContain("ct_" + i);
            }
            HttpResponse<String> slowed = logIn(rig, token, "%2F");
            assertThat(slowed.statusCode()).isEqualTo(429);
            assertThat(slowed.headers().firstValueAsLong("Retry-After").orElseThrow())
                    .isBetween(1L, 10L);
            assertThat(rig.store().audit().recent(null, 20))
                    .hasSize(3)
                    .allMatch(each -> !each.entry().success());
        }
    }

    @Test
    void a_log_in_leads_to_no_other_site() {
        try (var rig = FaceRig.in(directory, TOKENS_ONLY)) {
            String token = token("anna", Access.VIEWER);
            for (String next :
                    List.of(
                            "https://attacker.test/",
                            "//attacker.test/",
                            "/%5Cattacker.test",
                            "/%0d%0aSet-Cookie:x",
                            "/login")) {
                assertThat(logIn(rig, token, next).headers().firstValue("Location")).contains("/");
            }
        }
    }

    @Test
    void a_log_in_that_another_site_sends_is_refused() {
        try (var rig = FaceRig.in(directory)) {
            String token = token("anna", Access.VIEWER);
            assertThat(
                            rig.post(
                                            "/login",
                                            "token=" + token,
                                            "Content-Type",
                                            FORM,
                                            "Origin",
                                            "http://attacker.test")
                                    .statusCode())
                    .isEqualTo(403);
        }
    }

    @Test
    void the_owner_of_a_local_connection_is_named_on_pages() {
        try (var rig = FaceRig.in(directory)) {
            String me = System.getProperty("user.name");
            assertThat(rig.get("/", "Accept", "text/html").body()).contains(me + " (admin)");
        }
    }
}
