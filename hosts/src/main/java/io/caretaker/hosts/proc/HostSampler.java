package io.caretaker.hosts.proc;

import io.caretaker.core.host.HostFacts;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Samples the load of this machine. Thread-safe; remembers the processor times of the sample
/// before.
public final class HostSampler {
    private final AtomicReference<@Nullable CpuTimes> before = new AtomicReference<>();

    /// Processor times in ticks since boot.
    record CpuTimes(long busy, long all) {
        @Nullable Double busyPercentSince(@Nullable CpuTimes earlier) {
            if (earlier == null || all <= earlier.all) {
                return null;
            }
            return Math.clamp(100.0 * (busy - earlier.busy) / (all - earlier.all), 0.0, 100.0);
        }
    }

    public HostFacts sample() {
        String stat = required("/proc/stat");
        Map<String, Long> memory = memory(required("/proc/meminfo"));
        List<Double> load = numbers(required("/proc/loadavg"), 3);
        CpuTimes now = cpu(stat);
        return new HostFacts(
                cores(stat),
                now.busyPercentSince(before.getAndSet(now)),
                memory.getOrDefault("MemTotal", 0L),
                memory.getOrDefault("MemAvailable", memory.getOrDefault("MemFree", 0L)),
                memory.getOrDefault("SwapTotal", 0L),
                memory.getOrDefault("SwapFree", 0L),
                load.get(0),
                load.get(1),
                load.get(2),
                numbers(required("/proc/uptime"), 1).get(0),
                FileSystems.disks(),
                null,
                List.of());
    }

    /// `cpu user nice system idle iowait irq softirq steal guest …`; guest time is in user already.
    static CpuTimes cpu(String stat) {
        List<Long> times =
                stat
                        .lines()
                        .findFirst()
                        .map(line -> List.of(line.strip().split("\\s+", -1)))
                        .orElse(List.of())
                        .stream()
                        .skip(1)
                        .limit(8)
                        .map(Long::valueOf)
                        .toList();
        long all = times.stream().mapToLong(Long::longValue).sum();
        long waiting = times.stream().skip(3).limit(2).mapToLong(Long::longValue).sum();
        return new CpuTimes(all - waiting, all);
    }

    private static int cores(String stat) {
        long cores =
                stat.lines()
                        .filter(line -> line.startsWith("cpu") && !line.startsWith("cpu "))
                        .count();
        return (int) Math.max(1, cores);
    }

    /// `MemTotal: 24105 kB` in bytes.
    static Map<String, Long> memory(String meminfo) {
        return meminfo.lines()
                .map(line -> List.of(line.split("[:\\s]+", -1)))
                .filter(fields -> fields.size() >= 2 && !fields.get(1).isEmpty())
                .collect(
                        Collectors.toMap(
                                List::getFirst,
                                fields -> Long.parseLong(fields.get(1)) * 1024,
                                (one, _) -> one));
    }

    private static List<Double> numbers(String text, int count) {
        return List.of(text.strip().split(" ", -1)).stream()
                .limit(count)
                .map(Double::valueOf)
                .toList();
    }

    private static String required(String path) {
        String text = ProcFiles.read(path);
        if (text == null) {
            throw new Problem(
                    ProblemCode.FAILED,
                    "cannot read " + path,
                    "host facts come from /proc: they need Linux with /proc mounted");
        }
        return text;
    }
}
