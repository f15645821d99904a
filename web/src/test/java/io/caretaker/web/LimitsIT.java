package io.caretaker.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.web.access.AccessSettings;
import io.caretaker.web.http.Access;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a client may not do to the face; beside the tests because one of them has to wait.
class LimitsIT {
    @TempDir Path directory;

    /// What comes back until the connection ends; empty when it just ends.
    private static String say(FaceRig rig, String request) throws IOException {
        try (var socket =
                new Socket(InetAddress.getLoopbackAddress(), rig.address("/").getPort())) {
            socket.setSoTimeout(60_000);
            try {
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                return new String(
                        socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            } catch (java.net.SocketException _) {
                // Ended before all was said.
                return "";
            }
        }
    }

    private static String get(String headers) {
        return "GET /login HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers + "\r\n";
    }

    @Test
    void headers_that_are_too_long_or_too_many_are_not_taken() throws Exception {
        try (var rig = FaceRig.in(directory)) {
            assertThat(say(rig, get("X-A: " + "a".repeat(20_000) + "\r\n")))
                    .startsWith("HTTP/1.1 200");
            assertThat(say(rig, get("X-A: " + "a".repeat(40_000) + "\r\n")))
                    .doesNotStartWith("HTTP/1.1 200");
            var many = new StringBuilder();
            for (int i = 0; i < 150; i++) {
                many.append("X-").append(i).append(": a\r\n");
            }
            assertThat(say(rig, get(many.toString()))).doesNotStartWith("HTTP/1.1 200");
        }
    }

    @Test
    void bodies_that_are_too_long_are_not_taken() {
        try (var rig = FaceRig.in(directory)) {
            assertThat(rig.post("/login", "a".repeat(1_000_000)).statusCode()).isEqualTo(401);
            assertThat(rig.post("/login", "a".repeat(3_000_000)).statusCode()).isEqualTo(413);
        }
    }

    @Test
    void strangers_may_send_less() {
        var settings = FaceRig.free().with(new AccessSettings(List.of(), List.of(), Access.OPEN));
        try (var rig = FaceRig.in(directory, settings)) {
            assertThat(rig.post("/login", "a".repeat(20_000)).statusCode()).isEqualTo(413);
        }
    }

    @Test
    void a_client_that_never_ends_its_body_is_cut_off() {
        try (var rig = FaceRig.in(directory)) {
            long begin = System.nanoTime();
            String answer =
                    say(
                            rig,
                            "POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nabc");
            assertThat(answer).doesNotStartWith("HTTP/1.1 2");
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .isLessThan(Duration.ofSeconds(50));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
