package io.caretaker.bench;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.host.Command;
import io.caretaker.core.host.CommandResult;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.host.ServiceControl;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.HostMetadata;
import io.caretaker.core.inventory.HostStatus;
import io.caretaker.core.inventory.Origin;
import io.caretaker.core.inventory.Placement;
import io.caretaker.core.inventory.SshConfig;
import io.caretaker.core.secret.Secret;
import io.caretaker.hosts.ssh.SshHosts;
import io.caretaker.hosts.ssh.SshSettings;
import io.caretaker.testkit.server.SshServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// What hosts over SSH cost caretaker: one sshd on loopback addresses stands for all of them.
///
/// Arguments: how many hosts, how many commands on one of them, and for how many seconds all of
/// them are watched by ten unit checks each.
public final class SshBench {
    private static final int CHECKS_PER_HOST = 10;
    private static final Duration INTERVAL = Duration.ofSeconds(45);
    private static final ServiceControl SERVICE = new ServiceControl.Systemd("ssh.service");

    private SshBench() {}

    public static void main(String[] arguments) throws Exception {
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100;
        int commands = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 300;
        int seconds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 0;
        Path directory = Files.createTempDirectory("caretaker-ssh-bench");
        try (SshServer server = SshServer.start(directory)) {
            var lines = new ArrayList<String>();
            for (int i = 0; i < count; i++) {
                lines.add(server.knownHost(address(i), "ed25519"));
            }
            Files.write(directory.resolve("known_hosts"), lines);
            var settings =
                    new SshSettings(
                            directory.resolve("known_hosts"), List.of(), directory, null, 32);
            try (SshHosts hosts = new SshHosts(settings, _ -> Secret.of(""))) {
                measure(hosts, server, count, commands);
                if (seconds > 0) {
                    watch(hosts, server, count, seconds);
                }
            }
        }
    }

    private static String address(int i) {
        return "127.9." + (i / 250) + "." + (i % 250 + 1);
    }

    private static void measure(SshHosts hosts, SshServer server, int count, int commands)
            throws Exception {
        long begin = System.nanoTime();
        long cpu = cpu();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = new ArrayList<Future<?>>();
            for (int i = 0; i < count; i++) {
                HostAccess host = hosts.of(host(address(i), server));
                all.add(
                        threads.submit(() -> {
                            ok(host);
                            return host;
                        }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        say(
                "connect %d hosts at once: %.1f s, own CPU %.1f ms each",
                count, since(begin) / 1e9, (cpu() - cpu) / 1e6 / count);
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        say(
                "heap in use %.1f MB, threads %d",
                (runtime.totalMemory() - runtime.freeMemory()) / 1e6,
                ManagementFactory.getThreadMXBean().getThreadCount());
        HostAccess first = hosts.of(host(address(0), server));
        for (int i = 0; i < commands; i++) {
            ok(first);
        }
        begin = System.nanoTime();
        cpu = cpu();
        for (int i = 0; i < commands; i++) {
            ok(first);
        }
        say(
                "a command on a kept connection: %.2f ms, own CPU %.2f ms",
                since(begin) / 1e6 / commands, (cpu() - cpu) / 1e6 / commands);
        begin = System.nanoTime();
        cpu = cpu();
        for (int i = 0; i < commands; i++) {
            first.report(SERVICE, deadline());
        }
        say(
                "a unit check: %.2f ms, own CPU %.2f ms",
                since(begin) / 1e6 / commands, (cpu() - cpu) / 1e6 / commands);
    }

    /// The checks are spread evenly over the interval, as the daemon spreads them.
    private static void watch(SshHosts hosts, SshServer server, int count, int seconds)
            throws Exception {
        int checks = count * CHECKS_PER_HOST;
        long gap = INTERVAL.toNanos() / checks;
        var took = new ArrayList<Future<Long>>();
        long cpu = cpu();
        long begin = System.nanoTime();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; since(begin) < Duration.ofSeconds(seconds).toNanos(); i++) {
                HostAccess host = hosts.of(host(address(i % count), server));
                took.add(threads.submit(() -> checked(host)));
                Thread.sleep(Duration.ofNanos(Math.max(0, (i + 1) * gap - since(begin))));
            }
        }
        long used = cpu() - cpu;
        long all = since(begin);
        var millis = new ArrayList<Double>();
        for (Future<Long> one : took) {
            millis.add(one.get() / 1e6);
        }
        millis.sort(null);
        say(
                "%d unit checks every %d s for %.0f s: %d done, own CPU %.1f %% of a core, %.2f ms each",
                checks,
                INTERVAL.toSeconds(),
                all / 1e9,
                millis.size(),
                100.0 * used / all,
                used / 1e6 / millis.size());
        say(
                "a check took %.1f ms in the middle, %.1f ms at 99 %%; resident %s, threads %d",
                millis.get(millis.size() / 2),
                millis.get(millis.size() * 99 / 100),
                resident(),
                ManagementFactory.getThreadMXBean().getThreadCount());
    }

    private static long checked(HostAccess host) throws InterruptedException {
        long begin = System.nanoTime();
        host.report(SERVICE, deadline());
        return since(begin);
    }

    private static String resident() throws IOException {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> line.substring("VmRSS:".length()).strip())
                    .findFirst()
                    .orElse("unknown");
        }
    }

    private static void ok(HostAccess host) throws InterruptedException {
        CommandResult result = host.run(Command.of("true"), deadline());
        if (!(result instanceof CommandResult.Exited)) {
            throw new IllegalStateException(result.summary());
        }
    }

    private static Deadline deadline() {
        return Deadline.after(Duration.ofMinutes(5), System::nanoTime);
    }

    private static Host host(String address, SshServer server) {
        return new Host(
                new HostId("host_" + address.replace('.', '_')),
                address,
                address,
                Placement.of("bench", "here"),
                new SshConfig(
                        System.getProperty("user.name"),
                        server.port(),
                        server.key().toString(),
                        false),
                HostMetadata.NONE,
                HostStatus.ACTIVE,
                Origin.DECLARED,
                Instant.EPOCH,
                Instant.EPOCH,
                null);
    }

    private static long cpu() {
        return ManagementFactory.getOperatingSystemMXBean()
                        instanceof com.sun.management.OperatingSystemMXBean own
                ? own.getProcessCpuTime()
                : 0;
    }

    private static long since(long begin) {
        return System.nanoTime() - begin;
    }

    @SuppressWarnings("AnnotateFormatMethod") // no annotations library here for one method
    private static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
