package io.caretaker.web.metrics;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What caretaker's process takes. By the names that Prometheus' own libraries give them, so that
/// dashboards of others fit.
final class ProcessSource implements Source {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String RESIDENT = "VmRSS:";
    private static final int KIBI = 1024;
    private static final Labels HEAP = Labels.of("area", "heap");
    private static final Labels NON_HEAP = Labels.of("area", "nonheap");

    private static final Family CPU =
            Family.counter("process_cpu_seconds_total", "processor time used by caretaker");
    private static final Family START =
            Family.gauge("process_start_time_seconds", "when caretaker started");
    private static final Family FILES =
            Family.gauge("process_open_fds", "open files and connections of caretaker");
    private static final Family MOST_FILES =
            Family.gauge("process_max_fds", "how many it may have");
    private static final Family MEMORY =
            Family.gauge("process_resident_memory_bytes", "memory of caretaker's process");
    private static final Family USED =
            Family.gauge("jvm_memory_used_bytes", "memory that Java uses", "area");
    private static final Family COMMITTED =
            Family.gauge(
                    "jvm_memory_committed_bytes", "memory that Java has from the system", "area");
    private static final Family MOST =
            Family.gauge("jvm_memory_max_bytes", "memory that Java may have", "area");
    private static final Family GARBAGE =
            Family.summary("jvm_gc_collection_seconds", "time spent on collecting garbage", "gc");
    private static final Family THREADS =
            Family.gauge(
                    "jvm_threads_current", "platform threads; virtual threads are not counted");

    /// All that it may ever tell.
    static List<Family> families() {
        return List.of(
                CPU, START, FILES, MOST_FILES, MEMORY, USED, COMMITTED, MOST, GARBAGE, THREADS);
    }

    @Override
    public void collect(Samples samples) {
        samples.add(START, ManagementFactory.getRuntimeMXBean().getStartTime() / 1e3);
        samples.add(THREADS, ManagementFactory.getThreadMXBean().getThreadCount());
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean own) {
            samples.add(CPU, own.getProcessCpuTime() / 1e9);
            samples.add(FILES, own.getOpenFileDescriptorCount());
            samples.add(MOST_FILES, own.getMaxFileDescriptorCount());
        }
        var memory = ManagementFactory.getMemoryMXBean();
        memory(samples, HEAP, memory.getHeapMemoryUsage());
        memory(samples, NON_HEAP, memory.getNonHeapMemoryUsage());
        for (GarbageCollectorMXBean each : ManagementFactory.getGarbageCollectorMXBeans()) {
            samples.add(
                    GARBAGE,
                    Labels.of("gc", each.getName()),
                    Math.max(0, each.getCollectionCount()),
                    Math.max(0, each.getCollectionTime()) / 1e3);
        }
        resident(samples);
    }

    private static void memory(Samples samples, Labels area, MemoryUsage usage) {
        samples.add(USED, area, usage.getUsed());
        samples.add(COMMITTED, area, usage.getCommitted());
        if (usage.getMax() >= 0) {
            samples.add(MOST, area, usage.getMax());
        }
    }

    /// Where the system has no such file, it is left out.
    private static void resident(Samples samples) {
        try {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith(RESIDENT)) {
                    String kibibytes = line.replaceAll("[^0-9]", "");
                    samples.add(MEMORY, Long.parseLong(kibibytes) * KIBI);
                }
            }
        } catch (IOException _) {
            // Not known.
        }
    }
}
