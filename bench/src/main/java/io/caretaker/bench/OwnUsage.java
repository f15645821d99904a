package io.caretaker.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What this process has used so far.
///
/// @param cpuSeconds in user and kernel, with the children that have ended
record OwnUsage(double cpuSeconds, long residentKb) {
    private static final double TICKS_PER_SECOND = 100;

    static OwnUsage now() throws IOException {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        // The name in parentheses may hold anything; state, the third field, follows it.
        List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
        long ticks = 0;
        for (String each : fields.subList(11, 15)) {
            ticks += Long.parseLong(each);
        }
        return new OwnUsage(ticks / TICKS_PER_SECOND, readResidentKb());
    }

    private static long readResidentKb() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }
}
