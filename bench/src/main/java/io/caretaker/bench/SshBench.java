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
/// Arguments: how many hosts, and how many commands on one of them.
public final class SshBench {
    private SshBench() {}

    public static void main(String[] arguments) throws Exception {
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100;
        int commands = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 300;
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
            first.report(new ServiceControl.Systemd("ssh.service"), deadline());
        }
        say(
                "a unit check: %.2f ms, own CPU %.2f ms",
                since(begin) / 1e6 / commands, (cpu() - cpu) / 1e6 / commands);
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
