package io.caretaker.hosts.proc;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One process as /proc/PID/stat tells it.
///
/// @param session the session it belongs to; a daemon has left the one it was started in
/// @param startTicks when it started, in clock ticks since boot; with the pid it names a process
///   uniquely
public record ProcStat(
        long pid, char state, long parent, long session, boolean kernelThread, long startTicks) {
    private static final int KERNEL_THREAD = 0x0020_0000;

    /// The process, empty when it does not exist or is a zombie.
    public static Optional<ProcStat> read(long pid) {
        String text = ProcFiles.read("/proc/" + pid + "/stat");
        return Optional.ofNullable(text == null ? null : parse(text)).filter(ProcStat::alive);
    }

    /// Whether it still runs: a zombie has ended and only waits to be collected.
    boolean alive() {
        return state != 'Z' && state != 'X';
    }

    /// The name, second field, is in parentheses and may itself hold spaces and parentheses.
    static @Nullable ProcStat parse(String text) {
        int end = text.lastIndexOf(')');
        if (end < 0) {
            return null;
        }
        List<String> fields = List.of(text.substring(end + 1).strip().split(" ", -1));
        if (fields.size() < 20) {
            return null;
        }
        return new ProcStat(
                Long.parseLong(text.substring(0, text.indexOf(' '))),
                fields.get(0).charAt(0),
                Long.parseLong(fields.get(1)),
                Long.parseLong(fields.get(3)),
                (Long.parseLong(fields.get(6)) & KERNEL_THREAD) != 0,
                Long.parseLong(fields.get(19)));
    }
}
