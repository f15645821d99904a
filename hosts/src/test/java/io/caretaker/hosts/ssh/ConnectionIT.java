package io.caretaker.hosts.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.host.Command;
import io.caretaker.core.host.CommandResult;
import io.caretaker.core.host.CommandResult.Exited;
import io.caretaker.core.host.CommandResult.NotStarted;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.host.ProcessWatch;
import io.caretaker.core.host.Reachability;
import io.caretaker.core.host.ServiceControl;
import io.caretaker.core.host.Tunnel;
import io.caretaker.core.inventory.Host;
import io.caretaker.testkit.server.Programs;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The kept connection to a real sshd: its limits, what goes over it, and its end.
class ConnectionIT {
    private static final String HERE = "127.1.0.1";

    @TempDir Path directory = Path.of("/unset");
    private @Nullable SshRig made;

    @BeforeEach
    void start() throws Exception {
        made = new SshRig(directory);
        rig().know(HERE);
    }

    @AfterEach
    void stop() {
        rig().close();
    }

    private SshRig rig() {
        return Objects.requireNonNull(made);
    }

    private Host there() {
        return rig().host(HERE);
    }

    private HostAccess host() {
        return rig().hosts.of(there());
    }

    private CommandResult run(String... line) throws InterruptedException {
        return host().run(Command.of(line), SshRig.within(20_000));
    }

    @Test
    void one_connection_serves_more_commands_than_sshd_has_sessions() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<CommandResult>> all = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                all.add(threads.submit(() -> run("sleep", "0.2")));
            }
            for (Future<CommandResult> one : all) {
                assertThat(one.get()).isInstanceOf(Exited.class);
            }
        }
        assertThat(rig().server.log().lines().filter(line -> line.contains("Accepted publickey")))
                .hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void a_hundred_megabytes_of_output_cost_no_memory() throws Exception {
        Runtime runtime = Runtime.getRuntime();
        var result = (Exited) run("sh", "-c", "head -c 100000000 /dev/zero | tr '\\0' x; echo end");

        assertThat(result.output()).hasSize(1024 * 1024).endsWith("xend\n");
        runtime.gc();
        assertThat(runtime.totalMemory() - runtime.freeMemory()).isLessThan(60_000_000);
    }

    @Test
    void a_lost_connection_is_told_and_made_anew() throws Exception {
        var lost =
                CompletableFuture.supplyAsync(() -> {
                    try {
                        return run("sh", "-c", "echo begun > " + directory + "/begun; sleep 30");
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                });
        await().until(() -> Files.exists(directory.resolve("begun")));
        rig().server.dropConnections();

        assertThat(lost.join()).isInstanceOf(NotStarted.class);
        assertThat(lost.join().summary()).contains("was lost");
        await().until(() -> run("true") instanceof Exited);
    }

    @Test
    void a_host_that_hangs_after_the_log_in_does_not_hang_us() throws Exception {
        assertThat(run("true")).isInstanceOf(Exited.class);
        Programs.signalTree("STOP", rig().server.pid());
        try {
            long begin = System.nanoTime();
            CommandResult result = host().run(Command.of("true"), SshRig.within(500));

            assertThat(result).isNotInstanceOf(Exited.class);
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .isLessThan(Duration.ofSeconds(2));
            assertThat(rig().hosts.knock(there(), SshRig.within(300)))
                    .isInstanceOf(Reachability.Silent.class);
        } finally {
            Programs.signalTree("CONT", rig().server.pid());
        }
        await().until(() -> run("true") instanceof Exited);
        assertThat(rig().hosts.knock(there(), SshRig.within(3000)))
                .isInstanceOf(Reachability.Answers.class);
    }

    @Test
    void a_knock_is_answered_by_a_refusal_too_and_through_a_jump() throws Exception {
        rig().know("127.1.0.2");
        String jump = "127.1.0.2:" + rig().server.port();
        Host behind = SshRig.host(HERE, rig().config(rig().server.key(), List.of(jump)));
        assertThat(rig().hosts.knock(behind, SshRig.within(5000)))
                .isInstanceOf(Reachability.Answers.class);

        rig().server.stop();
        assertThat(rig().hosts.knock(there(), SshRig.within(3000)))
                .isInstanceOf(Reachability.Answers.class);
    }

    @Test
    void a_tunnel_leads_to_a_port_of_the_host() throws Exception {
        Tunnel tunnel = host().tunnel("127.0.0.1", rig().server.port(), SshRig.within(10_000));
        assertThat(tunnel.open()).isTrue();
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(tunnel.host(), tunnel.port()), 3000);
            byte[] said = socket.getInputStream().readNBytes(4);
            assertThat(new String(said, StandardCharsets.US_ASCII)).isEqualTo("SSH-");
        }
        tunnel.close();
        assertThat(tunnel.open()).isFalse();
        Tunnel broken = host().tunnel("127.0.0.1", rig().server.port(), SshRig.within(10_000));
        rig().server.dropConnections();
        await().until(() -> !broken.open());
    }

    @Test
    void the_death_of_a_process_is_told_at_once() throws Exception {
        Process victim = new ProcessBuilder("sleep", "60").start();
        try (ProcessWatch watch = rig().hosts.processWatch(there()).orElseThrow()) {
            var died = new CompletableFuture<Long>();
            var lost = new AtomicInteger();
            watch.watch(
                    victim.pid(), () -> died.complete(System.nanoTime()), lost::incrementAndGet);
            watch.watch(victim.pid(), () -> {}, lost::incrementAndGet);
            await().pollDelay(Duration.ofMillis(500)).until(() -> true);
            assertThat(died).isNotDone();

            long killed = System.nanoTime();
            victim.destroyForcibly();

            long took = died.orTimeout(5, java.util.concurrent.TimeUnit.SECONDS).join() - killed;
            assertThat(Duration.ofNanos(took)).isLessThan(Duration.ofMillis(600));
            var gone = new CompletableFuture<Boolean>();
            watch.watch(victim.pid(), () -> gone.complete(true));
            assertThat(gone.orTimeout(5, java.util.concurrent.TimeUnit.SECONDS).join()).isTrue();
            assertThat(lost).hasValue(0);
        }
    }

    @Test
    void a_lost_watch_says_nothing_about_the_process_and_leaves_nothing_behind() throws Exception {
        Process victim = new ProcessBuilder("sleep", "60").start();
        try (ProcessWatch watch = rig().hosts.processWatch(there()).orElseThrow()) {
            var lost = new CompletableFuture<Boolean>();
            var died = new AtomicInteger();
            watch.watch(victim.pid(), died::incrementAndGet, () -> lost.complete(true));
            String watcher = "--pid=" + victim.pid();
            await().until(() -> watchers(watcher) > 0);

            rig().server.dropConnections();

            assertThat(lost.orTimeout(5, java.util.concurrent.TimeUnit.SECONDS).join()).isTrue();
            assertThat(died).hasValue(0);
            await().until(() -> watchers(watcher) == 0);
        } finally {
            victim.destroyForcibly();
        }
    }

    private long watchers(String argument) {
        return rig().hosts.of(there()).processes().stream()
                .filter(process -> process.arguments().contains(argument))
                .count();
    }

    @Test
    void a_unit_and_the_load_come_in_one_round_trip() throws Exception {
        Deadline deadline = SshRig.within(10_000);
        var report = host().report(new ServiceControl.SysV("no-such-script"), deadline);
        var facts = Objects.requireNonNull(report.facts());
        var again = host().report(new ServiceControl.SysV("no-such-script"), deadline);

        assertThat(report.unit().activity())
                .isNotEqualTo(io.caretaker.core.host.UnitState.Activity.ACTIVE);
        assertThat(again.unit()).isEqualTo(report.unit());
        assertThat(facts.clockOffset()).isNotNull();
        assertThat(Objects.requireNonNull(facts.clockOffset()).abs())
                .isLessThan(Duration.ofMillis(200));
        assertThat(again.facts()).isSameAs(facts);
    }

    @Test
    void a_hundred_hosts_at_once_cost_few_threads() throws Exception {
        for (int i = 1; i <= 100; i++) {
            rig().know("127.2.0." + i);
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<CommandResult>> all = new ArrayList<>();
            for (int i = 1; i <= 100; i++) {
                Host host = rig().host("127.2.0." + i);
                all.add(
                        threads.submit(() ->
                                rig().hosts
                                        .of(host)
                                        .run(Command.of("true"), SshRig.within(60_000))));
            }
            for (Future<CommandResult> one : all) {
                assertThat(one.get()).isInstanceOf(Exited.class);
            }
        }
        assertThat(Thread.getAllStackTraces().size()).isLessThan(40);
    }
}
