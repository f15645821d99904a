package io.caretaker.hosts.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.Fault;
import io.caretaker.core.check.Outcome;
import io.caretaker.core.host.ProcessFacts;
import io.caretaker.hosts.local.LocalHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessProbeTest {
    private final ProcessProbe probe =
            new ProcessProbe(Services.all(new LocalHost()), InstantSource.system());

    @TempDir Path directory = Path.of("/unset");
    private @Nullable Process server;
    private String marker = "";

    @BeforeEach
    void start_a_process() throws Exception {
        marker = "marker-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
        server = new ProcessBuilder("sh", "-c", "while true; do sleep 60; done", marker).start();
    }

    @AfterEach
    void end_it() {
        server().descendants().forEach(ProcessHandle::destroyForcibly);
        server().destroyForcibly();
    }

    private Process server() {
        return Objects.requireNonNull(server);
    }

    @Test
    void a_pid_file_is_followed_until_its_process_is_killed() throws Exception {
        Path file = Files.writeString(directory.resolve("pid"), server().pid() + "\n/data\n");

        var alive = byFile(file);
        assertThat(alive.outcome()).isInstanceOf(Outcome.Up.class);
        assertThat(alive.reply().metrics().values())
                .containsKeys("count", "rss_bytes", "uptime_seconds")
                .containsEntry("count", 1.0);
        assertThat(alive.reply().metrics().get("rss_bytes")).isGreaterThan(1000);

        server().destroyForcibly();

        await().until(() -> byFile(file).fault() == Fault.NOT_RUNNING);
    }

    @Test
    void a_number_that_is_used_again_is_another_process() throws Exception {
        Path file = Files.writeString(directory.resolve("pid"), server().pid() + "");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(3600)));

        assertThat(byFile(file).fault()).isEqualTo(Fault.NOT_RUNNING);
    }

    @Test
    void a_missing_or_empty_pid_file_is_down_and_an_odd_one_unknown() throws Exception {
        Path file = directory.resolve("pid");
        assertThat(byFile(file).fault()).isEqualTo(Fault.NOT_RUNNING);
        assertThat(byFile(Files.writeString(file, "")).fault()).isEqualTo(Fault.NOT_RUNNING);
        assertThat(byFile(Files.writeString(file, "-12")).outcome())
                .isInstanceOf(Outcome.Unknown.class);
        assertThat(byFile(directory).outcome()).isInstanceOf(Outcome.Unknown.class);
    }

    @Test
    void a_command_line_is_matched_and_caretaker_never() throws Exception {
        assertThat(byMatch(marker).outcome()).isInstanceOf(Outcome.Up.class);
        assertThat(byMatch(marker).reply().metrics().get("count")).isEqualTo(1.0);
        var self = ProcessHandle.current();
        assertThat(Caretakers.of(new LocalHost().processesWithoutSockets(), true).others())
                .extracting(ProcessFacts::pid)
                .doesNotContain(self.pid(), self.parent().orElseThrow().pid())
                .contains(server().pid());
    }

    @Test
    void a_bad_expression_is_unknown() throws Exception {
        assertThat(byMatch("(").outcome()).isInstanceOf(Outcome.Unknown.class);
    }

    private Asked byFile(Path file) throws Exception {
        return Asked.ask(probe, new CheckSpec.ProcessAlive(file.toString(), null), 5000);
    }

    private Asked byMatch(String regex) throws Exception {
        return Asked.ask(probe, new CheckSpec.ProcessAlive(null, regex), 5000);
    }
}
