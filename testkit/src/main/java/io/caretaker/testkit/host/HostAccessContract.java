package io.caretaker.testkit.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.host.Command;
import io.caretaker.core.host.CommandResult;
import io.caretaker.core.host.FileReply;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.host.HostFacts;
import io.caretaker.core.host.ProcessFacts;
import io.caretaker.core.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What each [HostAccess] promises. The host runs Linux and has the usual programs.
public abstract class HostAccessContract {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private String directory = "";

    protected abstract HostAccess host();

    @BeforeEach
    void make_a_directory_on_the_host() throws Exception {
        directory = ran("mktemp", "-d").output().strip();
    }

    @AfterEach
    void remove_it() throws Exception {
        ran("rm", "-rf", directory);
    }

    @Test
    void a_program_runs_to_its_end() throws Exception {
        var result = ran("sh", "-c", "echo out; echo err >&2; exit 3");

        assertThat(result.code()).isEqualTo(3);
        assertThat(result.output()).isEqualTo("out\n");
        assertThat(result.errors()).isEqualTo("err\n");
        assertThat(result.took()).isBetween(Duration.ZERO, PATIENCE);
    }

    @Test
    void hostile_arguments_arrive_unchanged() throws Exception {
        List<String> hostile = HostileTexts.of(42, 200);
        var line = new ArrayList<>(List.of("printf", "%s\\0"));
        line.addAll(hostile);

        String output = ran(line.toArray(String[]::new)).output();

        assertThat(List.of(output.substring(0, output.length() - 1).split("\0", -1)))
                .isEqualTo(hostile);
    }

    @Test
    void input_is_read_and_otherwise_empty() throws Exception {
        assertThat(exited(Command.of("cat").withInput("größe\n'\"")).output())
                .isEqualTo("größe\n'\"");
        assertThat(ran("cat").output()).isEmpty();
    }

    @Test
    void a_program_that_does_not_read_its_input_is_no_trouble() throws Exception {
        assertThat(exited(Command.of("true").withInput("x".repeat(1_000_000))).ok()).isTrue();
    }

    @Test
    void the_environment_is_small_and_can_be_added_to() throws Exception {
        var result = exited(Command.of("env").withEnvironment(Map.of("PGDATA", "/a 'b'")));

        assertThat(result.output().lines())
                .contains("PGDATA=/a 'b'", "LANG=C.UTF-8")
                .anyMatch(line -> line.startsWith("PATH=/"))
                .noneMatch(line -> line.startsWith("JAVA_HOME="));
    }

    @Test
    void a_missing_program_is_not_started() throws Exception {
        assertThat(run(Command.of("no-such-program-anywhere")))
                .isInstanceOf(CommandResult.NotStarted.class);
        assertThat(run(Command.of(directory + "/missing")))
                .isInstanceOf(CommandResult.NotStarted.class);
    }

    @Test
    void long_output_keeps_its_last_mebibyte() throws Exception {
        String output = ran("sh", "-c", "seq 1 400000; echo end").output();

        assertThat(output.length()).isEqualTo(1024 * 1024);
        assertThat(output).endsWith("400000\nend\n");
    }

    @Test
    void the_deadline_ends_a_program_and_all_it_started() throws Exception {
        String pids = directory + "/pids";
        var command =
                Command.of("sh", "-c", "sleep 77 & echo $! $$ > " + pids + "; echo busy; wait");

        var result = host().run(command, within(Duration.ofMillis(500)));

        assertThat(result).isInstanceOf(CommandResult.TimedOut.class);
        assertThat(((CommandResult.TimedOut) result).output()).isEqualTo("busy\n");
        for (String pid : text(pids).strip().split(" ", -1)) {
            eventuallyGone(Long.parseLong(pid));
        }
    }

    @Test
    void a_program_that_ignores_polite_signals_is_ended_too() throws Exception {
        var command =
                Command.of("sh", "-c", "trap '' TERM INT HUP; while true; do sleep 0.1; done");
        long begin = System.nanoTime();

        var result = host().run(command, within(Duration.ofMillis(300)));

        assertThat(result).isInstanceOf(CommandResult.TimedOut.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void a_daemon_that_holds_the_output_neither_hangs_us_nor_dies() throws Exception {
        String pid = directory + "/pid";
        long begin = System.nanoTime();

        var result = ran("sh", "-c", "setsid sleep 60 & echo $! > " + pid + "; echo started");

        assertThat(result.output()).isEqualTo("started\n");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
        long daemon = Long.parseLong(text(pid).strip());
        assertThat(host().process(daemon)).isPresent();
        ran("kill", Long.toString(daemon));
        eventuallyGone(daemon);
    }

    @Test
    void interruption_cancels_and_ends_the_program() throws Exception {
        String pid = directory + "/pid";
        var outcome = new CompletableFuture<@Nullable Throwable>();
        Thread runner =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                run(Command.of("sh", "-c", "echo $$ > " + pid + "; exec sleep 78"));
                                outcome.complete(null);
                            } catch (InterruptedException e) {
                                outcome.complete(e);
                            }
                        });
        eventually(() -> !text(pid).isBlank());

        runner.interrupt();

        assertThat(outcome.get(5, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
        eventuallyGone(Long.parseLong(text(pid).strip()));
    }

    @Test
    void the_end_of_a_file_is_read() throws Exception {
        String file = directory + "/log ü.txt";
        host().replaceFile(file, "äbc\nxyz\n".getBytes(StandardCharsets.UTF_8), "600");

        assertThat(host().readTail(file, 4)).isEqualTo(new FileReply.Content("xyz\n", 9));
        assertThat(host().readTail(file, 1000)).isEqualTo(new FileReply.Content("äbc\nxyz\n", 9));
        assertThat(host().readTail(directory + "/none", 4)).isEqualTo(new FileReply.Missing());
        assertThat(host().readTail(directory, 4)).isInstanceOf(FileReply.Denied.class);
        assertThat(host().readTail("/proc/self/status", 1000))
                .isInstanceOf(FileReply.Content.class);
    }

    @Test
    void a_file_is_replaced_and_keeps_its_mode() throws Exception {
        String file = directory + "/conf";
        host().replaceFile(file, new byte[] {1, 2, 3}, "640");
        assertThat(ran("stat", "-c", "%a %s", file).output()).isEqualTo("640 3\n");
        ran("chmod", "604", file);

        host().replaceFile(file, new byte[0], "600");

        assertThat(ran("stat", "-c", "%a %s", file).output()).isEqualTo("604 0\n");
        assertThat(ran("ls", "-A", directory).output()).isEqualTo("conf\n");
    }

    @Test
    void a_link_stays_a_link_when_its_file_is_replaced() throws Exception {
        String file = directory + "/real";
        host().replaceFile(file, new byte[] {'a'}, "600");
        ran("ln", "-s", "real", directory + "/link");

        host().replaceFile(directory + "/link", new byte[] {'b'}, "600");

        assertThat(text(file)).isEqualTo("b");
        assertThat(ran("readlink", directory + "/link").output()).isEqualTo("real\n");
    }

    @Test
    void a_file_that_cannot_be_written_is_a_problem() {
        assertThatThrownBy(() -> host().replaceFile(directory + "/no/x", new byte[0], "600"))
                .isInstanceOf(Problem.class)
                .hasMessageContaining(directory + "/no/x");
    }

    @Test
    void a_file_is_moved_and_a_missing_one_is_not() throws Exception {
        host().replaceFile(directory + "/a", new byte[] {'a'}, "600");

        assertThat(host().moveFile(directory + "/a", directory + "/b")).isTrue();
        assertThat(host().moveFile(directory + "/a", directory + "/b")).isFalse();
        assertThat(text(directory + "/b")).isEqualTo("a");
    }

    private HostFacts facts() {
        try {
            return host().facts(within(Duration.ofSeconds(10)));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void facts_are_plausible() {
        var first = facts();
        eventually(() -> facts().cpuPercent() != null);

        assertThat(first.cores()).isPositive();
        assertThat(first.memoryPercent()).isBetween(0.1, 100.0);
        assertThat(first.uptimeSeconds()).isPositive();
        assertThat(first.disks()).isNotEmpty();
        assertThat(first.disks())
                .allSatisfy(disk -> assertThat(disk.usedPercent()).isBetween(0.0, 100.0));
    }

    @Test
    void a_process_is_found_with_what_it_is() throws Exception {
        String pidFile = directory + "/pid";
        ran("sh", "-c", "cd /; setsid sleep 61 >/dev/null 2>&1 & echo $! > " + pidFile);
        long pid = Long.parseLong(text(pidFile).strip());
        eventually(() -> host().process(pid).filter(p -> p.program().equals("sleep")).isPresent());

        ProcessFacts found = host().process(pid).orElseThrow();

        assertThat(found.arguments()).containsExactly("sleep", "61");
        assertThat(found.workingDirectory()).isEqualTo("/");
        assertThat(found.user()).isEqualTo(ran("id", "-un").output().strip());
        assertThat(host().processes()).extracting(ProcessFacts::pid).contains(pid);
        ran("kill", "-9", Long.toString(pid));
        eventuallyGone(pid);
    }

    protected static Deadline within(Duration budget) {
        return Deadline.after(budget, System::nanoTime);
    }

    protected final CommandResult run(Command command) throws InterruptedException {
        return host().run(command, within(PATIENCE));
    }

    protected final CommandResult.Exited exited(Command command) throws InterruptedException {
        CommandResult result = run(command);
        assertThat(result).isInstanceOf(CommandResult.Exited.class);
        return (CommandResult.Exited) result;
    }

    protected final CommandResult.Exited ran(String... arguments) throws InterruptedException {
        return exited(Command.of(arguments));
    }

    private String text(String file) {
        return host().readTail(file, 1 << 20) instanceof FileReply.Content content
                ? content.text()
                : "";
    }

    private void eventuallyGone(long pid) {
        eventually(() -> host().process(pid).isEmpty());
    }

    private interface Condition {
        boolean holds();
    }

    /// Waits by condition: looks again until it holds, at most as long as we are patient.
    private static void eventually(Condition condition) {
        Deadline deadline = within(PATIENCE);
        while (!condition.holds()) {
            assertThat(deadline.expired()).as("waited in vain").isFalse();
            Thread.onSpinWait();
        }
    }
}
