package io.caretaker.hosts.proc;

import io.caretaker.core.host.ListeningSocket;
import io.caretaker.core.host.ProcessFacts;
import java.io.File;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The processes of this machine, from /proc. Stateless and thread-safe. Zombies and the kernel's
/// own threads do not exist here.
///
/// Cost: some 100 µs a process. Listening sockets are dear: every open file of every process is
/// looked at, and for `/proc/net/tcp` the kernel walks through all its connections and empty places
/// for them (4 ms and more on a machine with much memory). So only two of the methods read them.
public final class ProcessTable {
    /// USER_HZ is 100 on every platform that Java 25 runs on.
    private static final long TICKS_PER_SECOND = 100;

    private static final String SOCKET = "socket:[";

    private ProcessTable() {}

    public static List<ProcessFacts> withSockets() {
        Map<Long, ListeningSocket> sockets = SocketTable.read();
        String network = ProcFiles.link("/proc/self/ns/net");
        return all(() -> sockets).stream()
                .filter(process -> network == null || inNetwork(process.pid(), network))
                .toList();
    }

    /// A process in a container with a network of its own belongs to another host: its port 5432 is
    /// not ours, nor is its `/var/lib`.
    private static boolean inNetwork(long pid, String network) {
        String its = ProcFiles.link("/proc/" + pid + "/ns/net");
        return its == null || its.equals(network);
    }

    public static List<ProcessFacts> withoutSockets() {
        return all(null);
    }

    public static Optional<ProcessFacts> one(long pid) {
        return one(pid, SocketTable::read);
    }

    public static Optional<ProcessFacts> oneWithoutSockets(long pid) {
        return one(pid, null);
    }

    private static Optional<ProcessFacts> one(
            long pid, @Nullable Supplier<Map<Long, ListeningSocket>> sockets) {
        return ProcStat.read(pid).flatMap(stat -> facts(stat, UserTable.names(), boot(), sockets));
    }

    /// The numbers of all processes, dead or alive.
    public static Stream<Long> pids() {
        String[] names = Objects.requireNonNullElse(new File("/proc").list(), new String[0]);
        return Stream.of(names).filter(ProcessTable::isNumber).map(Long::valueOf);
    }

    private static List<ProcessFacts> all(@Nullable Supplier<Map<Long, ListeningSocket>> sockets) {
        Map<Long, String> users = UserTable.names();
        Instant boot = boot();
        return pids().flatMap(pid -> ProcStat.read(pid).stream())
                .filter(stat -> !stat.kernelThread())
                .flatMap(stat -> facts(stat, users, boot, sockets).stream())
                .toList();
    }

    private static Optional<ProcessFacts> facts(
            ProcStat stat,
            Map<Long, String> users,
            Instant boot,
            @Nullable Supplier<Map<Long, ListeningSocket>> sockets) {
        String home = "/proc/" + stat.pid();
        String status = ProcFiles.read(home + "/status");
        String commandLine = ProcFiles.read(home + "/cmdline");
        if (status == null || commandLine == null) {
            return Optional.empty();
        }
        return Optional.of(
                new ProcessFacts(
                        stat.pid(),
                        stat.parent(),
                        user(status, users),
                        ProcFiles.link(home + "/exe"),
                        arguments(commandLine),
                        ProcFiles.link(home + "/cwd"),
                        unit(ProcFiles.read(home + "/cgroup")),
                        boot.plusMillis(stat.startTicks() * 1000 / TICKS_PER_SECOND),
                        listening(stat.pid(), sockets)));
    }

    /// The effective user, the second number of `Uid:`.
    static String user(String status, Map<Long, String> users) {
        return status.lines()
                .filter(line -> line.startsWith("Uid:"))
                .map(line -> line.split("\\s+", -1)[2])
                .map(uid -> users.getOrDefault(Long.valueOf(uid), uid))
                .findFirst()
                .orElse("?");
    }

    /// Arguments end with NUL; a server that rewrote its title (PostgreSQL) has padding there.
    static List<String> arguments(String commandLine) {
        int end = commandLine.length();
        while (end > 1 && commandLine.charAt(end - 1) == 0 && commandLine.charAt(end - 2) == 0) {
            end--;
        }
        if (end > 0 && commandLine.charAt(end - 1) == 0) {
            end--;
        }
        return end == 0 ? List.of() : List.of(commandLine.substring(0, end).split("\0", -1));
    }

    /// The innermost `*.service` of its control group.
    static @Nullable String unit(@Nullable String cgroups) {
        return cgroups == null
                ? null
                : cgroups.lines()
                        .flatMap(line -> Stream.of(line.split("/", -1)))
                        .filter(part -> part.endsWith(".service"))
                        .reduce((_, last) -> last)
                        .orElse(null);
    }

    private static List<ListeningSocket> listening(
            long pid, @Nullable Supplier<Map<Long, ListeningSocket>> sockets) {
        if (sockets == null) {
            return List.of();
        }
        List<Long> open = inOwnNetwork(pid) ? socketsOf(pid) : List.of();
        if (open.isEmpty()) {
            return List.of();
        }
        Map<Long, ListeningSocket> known = sockets.get();
        return open.stream().filter(known::containsKey).map(known::get).distinct().toList();
    }

    private static List<Long> socketsOf(long pid) {
        String directory = "/proc/" + pid + "/fd";
        String[] files = Objects.requireNonNullElse(new File(directory).list(), new String[0]);
        var inodes = new ArrayList<Long>();
        for (String file : files) {
            String link = ProcFiles.link(directory + "/" + file);
            if (link != null && link.startsWith(SOCKET)) {
                inodes.add(Long.parseLong(link, SOCKET.length(), link.length() - 1, 10));
            }
        }
        return inodes;
    }

    /// Another namespace's sockets are in another table: the same inode could mean another socket.
    private static boolean inOwnNetwork(long pid) {
        return Objects.equals(
                ProcFiles.link("/proc/" + pid + "/ns/net"), ProcFiles.link("/proc/self/ns/net"));
    }

    static Instant boot() {
        String stat = Objects.requireNonNullElse(ProcFiles.read("/proc/stat"), "");
        return stat.lines()
                .filter(line -> line.startsWith("btime "))
                .map(line -> Instant.ofEpochSecond(Long.parseLong(line.substring(6).strip())))
                .findFirst()
                .orElse(Instant.EPOCH);
    }

    private static boolean isNumber(String name) {
        return !name.isEmpty() && name.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
