package io.caretaker.hosts.watch;

import io.caretaker.core.host.ProcessWatch;
import io.caretaker.hosts.proc.ProcStat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/// Looks ten times a second whether processes still exist: for systems without pidfds. Thread-safe.
public final class PollingWatch implements ProcessWatch {
    private static final long INTERVAL_NANOS = 100_000_000;
    private static final boolean PROC = Files.isReadable(Path.of("/proc/self/stat"));

    private final Map<Object, Target> targets = new ConcurrentHashMap<>();
    private final Thread thread =
            Thread.ofPlatform().name("caretaker-process-poll").daemon().start(this::poll);
    private volatile boolean closed;

    /// A process by its number and the moment it started, which together are never used again.
    private record Target(Watch watch, long pid, String startedAt) {
        boolean ended() {
            return !start(pid).equals(Optional.of(startedAt));
        }
    }

    @Override
    public Watched watch(long pid, Runnable onExit, Runnable onLost) {
        Optional<String> startedAt = start(pid);
        if (startedAt.isEmpty()) {
            return Watch.gone(onExit);
        }
        var key = new Object();
        var watch = new Watch(onExit, () -> targets.remove(key));
        targets.put(key, new Target(watch, pid, startedAt.get()));
        LockSupport.unpark(thread);
        return watch;
    }

    private static Optional<String> start(long pid) {
        return PROC
                ? ProcStat.read(pid).map(stat -> Long.toString(stat.startTicks()))
                : ProcessHandle.of(pid)
                        .filter(ProcessHandle::isAlive)
                        .map(process -> process.info().startInstant().toString());
    }

    private void poll() {
        while (!closed) {
            if (targets.isEmpty()) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, INTERVAL_NANOS);
            }
            for (Target target : List.copyOf(targets.values())) {
                if (!closed && target.ended()) {
                    target.watch.ended();
                }
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        List.copyOf(targets.values()).forEach(target -> target.watch.close());
        LockSupport.unpark(thread);
    }
}
