package io.caretaker.cli.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.cli.CommandLineRig;
import io.caretaker.cli.CommandLineRig.Ran;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelfDestructIT {
    @TempDir Path directory;
    private CommandLineRig caretaker;
    private Path pidFile;

    @BeforeEach
    void nothing_to_find() {
        caretaker = new CommandLineRig(directory).configured("discovery: {enabled: false}\n");
        pidFile = directory.resolve("caretaker.pid");
    }

    private DaemonProcess daemon(String name) throws Exception {
        DaemonProcess daemon =
                DaemonProcess.start(directory, name, "run", "--pid-file", pidFile.toString());
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() ->
                        Objects.equals(PidFile.read(pidFile), daemon.pid()) || !daemon.alive());
        return daemon;
    }

    private Ran destroy() {
        return caretaker.run(
                "self-destruct", "--pid-file", pidFile.toString(), "--yes", "--format", "json");
    }

    @Test
    void it_ends_the_daemon_and_removes_what_only_a_running_one_needs() throws Exception {
        try (DaemonProcess daemon = daemon("daemon")) {
            Files.createDirectories(directory.resolve("state/credentials"));
            Files.writeString(directory.resolve("state/credentials/kept"), "x");
            Ran dry = caretaker.run("self-destruct", "--dry-run");
            assertThat(dry.out()).contains("Caretaker is process " + daemon.pid());
            assertThat(daemon.alive()).isTrue();

            Ran ran = destroy();
            assertThat(ran.code()).as(ran.err()).isZero();
            assertThat(ran.out()).contains("\"ended\": true", "\"how\": \"ended orderly\"");
            assertThat(daemon.exitCode()).isZero();
        }
        assertThat(pidFile).doesNotExist();
        assertThat(directory.resolve("state/caretaker.lock")).doesNotExist();
        assertThat(directory.resolve("state/store/caretaker.db")).exists();
        assertThat(directory.resolve("state/credentials/kept")).exists();
        assertThat(directory.resolve("state/log/caretaker.log")).exists();
        assertThat(caretaker.run("audit").out()).contains("self-destruct");
        assertThat(destroy().out()).contains("\"ended\": false");
    }

    @Test
    void another_program_named_by_the_file_is_left_alone() throws Exception {
        Process other = new ProcessBuilder("sleep", "600").start();
        try {
            Files.writeString(pidFile, other.pid() + "\n");
            Ran ran = destroy();
            assertThat(ran.code()).isEqualTo(4);
            assertThat(ran.err()).contains("which is no caretaker but sleep");
            assertThat(other.isAlive()).isTrue();
            assertThat(pidFile).exists();

            // The number of a caretaker that died was given to it: a new daemon takes the file
            // over.
            try (DaemonProcess daemon = daemon("daemon")) {
                assertThat(daemon.alive()).isTrue();
                assertThat(PidFile.read(pidFile)).isEqualTo(daemon.pid());
                daemon.signal("TERM");
                assertThat(daemon.exitCode()).isZero();
            }
            assertThat(pidFile).doesNotExist();
            assertThat(other.isAlive()).isTrue();
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void a_file_that_names_nobody_does_not_hide_the_daemon_that_lives() throws Exception {
        try (DaemonProcess daemon = daemon("daemon")) {
            Process gone = new ProcessBuilder("true").start();
            gone.waitFor();
            Files.writeString(pidFile, gone.pid() + "\n");
            Ran ran = destroy();
            assertThat(ran.code()).as(ran.err()).isZero();
            assertThat(ran.out()).contains("\"ended\": true");
            assertThat(daemon.exitCode()).isZero();
        }
    }

    @Test
    void a_file_that_is_no_pid_file_is_not_touched() throws Exception {
        Files.writeString(pidFile, "precious words of somebody");
        assertThat(destroy().code()).isEqualTo(4);
        assertThat(pidFile).hasContent("precious words of somebody");
    }

    @Test
    void what_a_killed_daemon_left_is_cleared_away() throws Exception {
        try (DaemonProcess daemon = daemon("daemon")) {
            daemon.signal("KILL");
            daemon.exitCode();
        }
        assertThat(pidFile).exists();
        Ran ran = destroy();
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("\"ended\": false");
        assertThat(pidFile).doesNotExist();
        assertThat(directory.resolve("state/caretaker.lock")).doesNotExist();
    }

    @Test
    void a_pid_file_of_a_living_caretaker_is_not_taken_over() throws Exception {
        Path elsewhere = Files.createDirectories(directory.resolve("elsewhere"));
        try (DaemonProcess _ = daemon("first");
                DaemonProcess second =
                        DaemonProcess.start(
                                elsewhere, "second", "run", "--pid-file", pidFile.toString())) {
            assertThat(second.exitCode()).isEqualTo(4);
            assertThat(second.err()).contains("names a caretaker that runs");
        }
    }

    @Test
    void in_the_background_it_says_where_it_is_and_is_ended_by_command() throws Exception {
        try (DaemonProcess starter = DaemonProcess.start(directory, "starter", "run", "--daemon")) {
            assertThat(starter.exitCode()).as(starter.err()).isZero();
            assertThat(starter.out())
                    .contains("runs in the background as process ", "PID file: ", "caretaker.log");
        }
        try (DaemonProcess again = DaemonProcess.start(directory, "again", "run", "--daemon")) {
            assertThat(again.exitCode()).isEqualTo(4);
            assertThat(again.err()).contains("names a caretaker that runs");
        } finally {
            Ran ran = caretaker.run("self-destruct", "--yes", "--format", "json");
            assertThat(ran.out()).as(ran.err()).contains("\"ended\": true");
        }
        assertThat(directory.resolve("state/caretaker.pid")).doesNotExist();
    }
}
