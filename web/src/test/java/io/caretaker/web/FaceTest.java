package io.caretaker.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.web.access.AccessSettings;
import io.caretaker.web.http.Access;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaceTest {
    @TempDir Path directory;

    @Test
    void the_daemon_is_seen_in_a_browser_and_by_programs() {
        try (var rig = FaceRig.in(directory)) {
            assertThat(rig.get("/").statusCode()).isEqualTo(200);
            assertThat(rig.get("/api/v1/status").body()).contains("\"orders\"", "\"db1\"");
            assertThat(rig.get("/nowhere").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void a_program_on_this_machine_needs_no_token_and_a_page_elsewhere_gets_nothing_done() {
        try (var rig = FaceRig.in(directory)) {
            assertThat(rig.post("/logout", "").statusCode()).isEqualTo(303);
            assertThat(rig.post("/logout", "", "Sec-Fetch-Site", "cross-site").statusCode())
                    .isEqualTo(403);
            assertThat(rig.post("/logout", "", "Origin", "http://attacker.test").statusCode())
                    .isEqualTo(403);
        }
    }

    @Test
    void nobody_without_a_token_learns_what_is_there() {
        var settings = FaceRig.free().with(new AccessSettings(List.of(), List.of(), Access.OPEN));
        try (var rig = FaceRig.in(directory, settings)) {
            var refused = rig.get("/api/v1/status");
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.headers().firstValue("WWW-Authenticate"))
                    .contains("Bearer realm=\"caretaker\"");
            assertThat(refused.body()).contains("unauthorized").doesNotContain("orders");
            assertThat(rig.get("/?token=ct_x", "HX-Request", "true").headers())
                    .matches(headers -> headers.firstValue("HX-Redirect").isPresent());
            var wrong = rig.get("/api/v1/status", "Authorization", "Bearer ct_x");
            assertThat(wrong.statusCode()).isEqualTo(401);
            assertThat(wrong.headers().firstValue("WWW-Authenticate").orElseThrow())
                    .contains("invalid_token");
        }
    }
}
