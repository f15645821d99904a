package io.caretaker.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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
}
