package io.caretaker.hosts.proc;

import io.caretaker.core.host.HostFacts;
import io.caretaker.core.host.HostFacts.Disk;
import io.caretaker.hosts.proc.HostSampler.CpuTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The load of another machine, as a small script of POSIX shell tells it. Thread-safe; remembers
/// the processor times of the sample before.
///
/// Network file systems are not asked (`df -l`): one whose server is gone would hang.
public final class FactsText {
    /// Costs the host four short programs.
    public static final String SCRIPT =
            """
            echo "clock $(date +%s.%N)"
            read -r c </proc/stat; echo "stat $c"
            read -r c </sys/devices/system/cpu/online; echo "online $c"
            read -r c </proc/loadavg; echo "load $c"
            read -r c </proc/uptime; echo "uptime $c"
            grep -E '^(Mem(Total|Free|Available)|Swap(Total|Free)):' /proc/meminfo
            c=$(df -l -B1 --output=source,fstype,itotal,iused,size,used,avail,target)
            [ -n "$c" ] && echo "$c" || df -P -k | sed 's/^/posix /'
            if [ -d /run/systemd/system ]; then
              echo failed-units
              systemctl list-units --type=service --state=failed --plain --no-legend --no-pager
            fi
            """;

    private static final int DISK_FIELDS = 8;

    private final AtomicReference<@Nullable CpuTimes> before = new AtomicReference<>();

    /// The facts, empty when the text is not what the script writes.
    ///
    /// @param here this machine's time when the host took the sample
    public Optional<HostFacts> parse(String text, Instant here) {
        Map<String, String> labelled = new HashMap<>();
        var disks = new ArrayList<Disk>();
        var failed = new ArrayList<String>();
        boolean units = false;
        for (String line : text.lines().toList()) {
            if (units) {
                failed.add(line.strip().split("\\s+", 2)[0]);
            } else if (line.equals("failed-units")) {
                units = true;
            } else if (line.startsWith("/") || line.startsWith("posix ")) {
                disk(line).ifPresent(disks::add);
            } else if (line.indexOf(' ') > 0) {
                labelled.putIfAbsent(
                        line.substring(0, line.indexOf(' ')),
                        line.substring(line.indexOf(' ') + 1).strip());
            }
        }
        disks.sort(Comparator.comparingDouble(Disk::usedPercent).reversed());
        try {
            return Optional.of(facts(labelled, distinct(disks), failed, here));
        } catch (IllegalArgumentException | IndexOutOfBoundsException _) {
            return Optional.empty();
        }
    }

    private HostFacts facts(
            Map<String, String> labelled, List<Disk> disks, List<String> failed, Instant here) {
        CpuTimes now = HostSampler.cpu(required(labelled, "stat"));
        List<String> load = List.of(required(labelled, "load").split(" ", -1));
        return new HostFacts(
                cores(labelled.getOrDefault("online", "0")),
                now.busyPercentSince(before.getAndSet(now)),
                bytes(labelled, "MemTotal:"),
                labelled.containsKey("MemAvailable:")
                        ? bytes(labelled, "MemAvailable:")
                        : bytes(labelled, "MemFree:"),
                bytes(labelled, "SwapTotal:"),
                bytes(labelled, "SwapFree:"),
                Double.parseDouble(load.get(0)),
                Double.parseDouble(load.get(1)),
                Double.parseDouble(load.get(2)),
                Double.parseDouble(required(labelled, "uptime").split(" ", 2)[0]),
                disks,
                offset(labelled.get("clock"), here),
                failed);
    }

    private static String required(Map<String, String> labelled, String label) {
        String value = labelled.get(label);
        if (value == null) {
            throw new IllegalArgumentException("no " + label);
        }
        return value;
    }

    private static long bytes(Map<String, String> labelled, String label) {
        String value = labelled.getOrDefault(label, "0 kB");
        return Long.parseLong(value.split("\\s+", 2)[0]) * 1024;
    }

    /// `0-3,6` is five.
    static int cores(String online) {
        int cores = 0;
        for (String range : online.strip().split(",", -1)) {
            String[] ends = range.split("-", 2);
            cores += Integer.parseInt(ends[ends.length - 1]) - Integer.parseInt(ends[0]) + 1;
        }
        return Math.max(1, cores);
    }

    private static @Nullable Duration offset(@Nullable String clock, Instant here) {
        if (clock == null || !clock.matches("\\d{1,12}\\.\\d{9}")) {
            return null;
        }
        int dot = clock.indexOf('.');
        Instant there =
                Instant.ofEpochSecond(
                        Long.parseLong(clock.substring(0, dot)),
                        Long.parseLong(clock.substring(dot + 1)));
        return Duration.between(here, there);
    }

    /// Source: coreutils, "df invocation": `source fstype itotal iused size used avail target`.
    private static Optional<Disk> disk(String line) {
        boolean posix = line.startsWith("posix ");
        String[] fields = line.strip().split("\\s+", DISK_FIELDS);
        return posix ? posix(line) : fields.length < DISK_FIELDS ? Optional.empty() : full(fields);
    }

    private static Optional<Disk> full(String[] fields) {
        String type = fields[1].toLowerCase(Locale.ROOT);
        if (!FileSystems.holdsData(new FileSystems.Mount(fields[0], fields[7], type))) {
            return Optional.empty();
        }
        Long inodes = number(fields[2]);
        Long used = number(fields[3]);
        Double share = inodes == null || used == null || inodes == 0 ? null : 100.0 * used / inodes;
        return disk(fields[7], number(fields[4]), number(fields[5]), number(fields[6]), share);
    }

    /// `posix DEVICE BLOCKS USED AVAILABLE CAPACITY MOUNT`, in KiB.
    private static Optional<Disk> posix(String line) {
        String[] fields = line.strip().split("\\s+", 7);
        return fields.length < 7 || !fields[1].startsWith("/dev/")
                ? Optional.empty()
                : disk(
                        fields[6],
                        kilo(number(fields[2])),
                        kilo(number(fields[3])),
                        kilo(number(fields[4])),
                        null);
    }

    private static Optional<Disk> disk(
            String mount,
            @Nullable Long size,
            @Nullable Long used,
            @Nullable Long available,
            @Nullable Double inodes) {
        return size == null || used == null || available == null || size == 0
                ? Optional.empty()
                : Optional.of(
                        new Disk(
                                mount,
                                size,
                                available,
                                used + available == 0 ? 0 : 100.0 * used / (used + available),
                                inodes));
    }

    private static @Nullable Long kilo(@Nullable Long value) {
        return value == null ? null : Long.valueOf(value * 1024);
    }

    private static @Nullable Long number(String text) {
        return text.matches("\\d{1,18}") ? Long.valueOf(text) : null;
    }

    private static List<Disk> distinct(List<Disk> disks) {
        var seen = new LinkedHashMap<String, Disk>();
        disks.forEach(disk -> seen.putIfAbsent(disk.mountPoint(), disk));
        return List.copyOf(seen.values());
    }
}
