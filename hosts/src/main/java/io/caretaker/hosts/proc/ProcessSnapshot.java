package io.caretaker.hosts.proc;

import io.caretaker.core.host.ListeningSocket;
import io.caretaker.core.host.ProcessFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The processes of another machine, as one run of GNU find and grep over its /proc tells them.
/// Pure.
///
/// The text is pairs of a name and a value, each ended by NUL. What a process calls itself or was
/// given as arguments cannot hold a NUL, so nobody can pretend to be another process.
public final class ProcessSnapshot {
    /// `$1` are the processes as a pattern of the shell (`[0-9]*`, or a number); `$2` is `sockets`
    /// or nothing.
    public static final String SCRIPT =
            """
            exec 2>/dev/null
            cd /proc || exit 1
            grep -azHZ '' $(for p in $1; do echo "$p/stat $p/cmdline $p/cgroup"; done)
            printf 'uids\\0'
            grep -aH '^Uid:' $(for p in $1; do echo "$p/status"; done)
            printf '\\0'
            find $(for p in $1; do echo "$p/exe $p/cwd"; done) -maxdepth 0 -printf '%p\\0%l\\0'
            grep -azHZ '' /etc/passwd
            printf 'boot\\0'
            grep '^btime' stat
            printf '\\0'
            if [ "$2" = sockets ]; then
              find self/ns/net $(for p in $1; do echo "$p/ns/net"; done) -maxdepth 0 -printf '%p\\0%l\\0'
              find $(for p in $1; do echo "$p/fd"; done) -lname 'socket:*' -printf '%p\\0%l\\0'
              printf 'tcp\\0'
              grep -h ' 0A ' self/net/tcp self/net/tcp6
              printf '\\0unix\\0'
              grep ' 00010000 ' self/net/unix
              printf '\\0'
            fi
            exit 0
            """;

    private static final String SOCKET = "socket:[";
    private static final long TICKS_PER_SECOND = 100;

    private final Map<Long, Entry> entries = new TreeMap<>();
    private final Map<String, String> tables = new HashMap<>();

    private static final class Entry {
        final List<String> arguments = new ArrayList<>();
        final List<Long> sockets = new ArrayList<>();
        final Map<String, String> files = new HashMap<>();
    }

    private ProcessSnapshot() {}

    public static List<ProcessFacts> parse(String text) {
        var snapshot = new ProcessSnapshot();
        String[] parts = text.split("\0", -1);
        for (int i = 0; i + 1 < parts.length; i += 2) {
            snapshot.add(parts[i], parts[i + 1]);
        }
        return snapshot.facts();
    }

    private void add(String name, String value) {
        int slash = name.indexOf('/');
        String number = slash < 0 ? "" : name.substring(0, slash);
        if (!number.matches("\\d{1,10}")) {
            tables.put(name, value);
            return;
        }
        Entry entry = entries.computeIfAbsent(Long.valueOf(number), _ -> new Entry());
        String file = name.substring(slash + 1);
        if (file.equals("cmdline")) {
            entry.arguments.add(value);
        } else if (file.startsWith("fd/")) {
            entry.sockets.add(Long.parseLong(value, SOCKET.length(), value.length() - 1, 10));
        } else {
            entry.files.put(file, value);
        }
    }

    private List<ProcessFacts> facts() {
        Map<Long, String> users =
                UserTable.parse(tables.getOrDefault("/etc/passwd", "")).stream()
                        .collect(
                                Collectors.toMap(
                                        UserTable.User::uid,
                                        UserTable.User::name,
                                        (one, _) -> one));
        Map<Long, String> owners = owners();
        Map<Long, ListeningSocket> sockets = sockets();
        Instant boot = boot();
        var facts = new ArrayList<ProcessFacts>();
        entries.forEach((pid, entry) -> {
            ProcStat stat = stat(entry);
            String owner = owners.get(pid);
            if (stat != null && stat.alive() && !stat.kernelThread() && owner != null) {
                facts.add(
                        new ProcessFacts(
                                pid,
                                stat.parent(),
                                users.getOrDefault(Long.valueOf(owner), owner),
                                entry.files.get("exe"),
                                arguments(entry),
                                entry.files.get("cwd"),
                                ProcessTable.unit(entry.files.get("cgroup")),
                                boot.plusMillis(stat.startTicks() * 1000 / TICKS_PER_SECOND),
                                listening(entry, sockets)));
            }
        });
        return facts;
    }

    private static @Nullable ProcStat stat(Entry entry) {
        String text = entry.files.get("stat");
        return text == null ? null : ProcStat.parse(text);
    }

    /// A server that rewrote its title has padding there.
    private static List<String> arguments(Entry entry) {
        int end = entry.arguments.size();
        while (end > 1 && entry.arguments.get(end - 1).isEmpty()) {
            end--;
        }
        return List.copyOf(entry.arguments.subList(0, end));
    }

    /// `123/status:Uid:\t0\t33\t0\t0`: the second number is the effective user.
    private Map<Long, String> owners() {
        var owners = new HashMap<Long, String>();
        tables.getOrDefault("uids", "")
                .lines()
                .map(line -> List.of(line.split("[/:\\s]+", -1)))
                .filter(fields -> fields.size() > 4)
                .forEach(fields -> owners.put(Long.valueOf(fields.get(0)), fields.get(4)));
        return owners;
    }

    private Map<Long, ListeningSocket> sockets() {
        var sockets = new HashMap<Long, ListeningSocket>();
        SocketTable.addTcp("header\n" + tables.getOrDefault("tcp", ""), sockets);
        SocketTable.addUnix("header\n" + tables.getOrDefault("unix", ""), sockets);
        return sockets;
    }

    /// Another namespace's sockets are in another table: the same inode could mean another socket.
    private List<ListeningSocket> listening(Entry entry, Map<Long, ListeningSocket> sockets) {
        String own = tables.get("self/ns/net");
        return own == null || !own.equals(entry.files.get("ns/net"))
                ? List.of()
                : entry.sockets.stream()
                        .filter(sockets::containsKey)
                        .map(sockets::get)
                        .distinct()
                        .toList();
    }

    private Instant boot() {
        return Stream.of(tables.getOrDefault("boot", ""))
                .filter(line -> line.startsWith("btime "))
                .map(line -> Instant.ofEpochSecond(Long.parseLong(line.substring(6).strip())))
                .findFirst()
                .orElse(Instant.EPOCH);
    }
}
