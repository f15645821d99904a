package io.caretaker.hosts.watch;

import io.caretaker.core.host.ProcessWatch;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Waits for the end of processes by Linux's pidfd_open(2): one file for each process, and one
/// thread that sleeps in epoll over all of them. Thread-safe.
///
/// A pidfd names the process and not the number, so a number that is used again cannot deceive; it
/// is readable from the moment the process has ended, also as a zombie that nobody collects.
/// Processes for which no file can be had (out of files) are watched by polling.
public final class PidfdWatch implements ProcessWatch {
    private static final int BATCH = 64;
    private static final long WAKE_UP = 0;

    private final Libc libc;
    private final int epoll;
    private final int wakeUp;
    private final Map<Long, Watch> watches = new HashMap<>();
    private final Map<Long, Integer> files = new HashMap<>();
    private final Thread thread;
    private @Nullable PollingWatch substitute;
    private long lastToken = WAKE_UP;
    private boolean closed;

    private PidfdWatch(Libc libc) {
        this.libc = libc;
        this.epoll = opened(libc.openEpoll());
        this.wakeUp = opened(libc.openEvent());
        libc.control(epoll, Libc.EPOLL_CTL_ADD, wakeUp, WAKE_UP);
        this.thread =
                Thread.ofPlatform()
                        .name("caretaker-process-watch")
                        .daemon()
                        .unstarted(this::waitForEnds);
    }

    /// Null where the kernel, or a sandbox around us, does not have it.
    static @Nullable PidfdWatch open() {
        try {
            var libc = new Libc();
            int own = libc.openProcess((int) ProcessHandle.current().pid());
            if (own < 0) {
                return null;
            }
            libc.close(own);
            var watch = new PidfdWatch(libc);
            watch.thread.start();
            return watch;
        } catch (RuntimeException | ExceptionInInitializerError | NoClassDefFoundError _) {
            return null;
        }
    }

    @Override
    public Watched watch(long pid, Runnable onExit, Runnable onLost) {
        int file = pid < 1 || pid > Integer.MAX_VALUE ? -Libc.ESRCH : libc.openProcess((int) pid);
        if (file == -Libc.ESRCH || file == -Libc.EINVAL) {
            return Watch.gone(onExit);
        }
        return file < 0 ? poll(pid, onExit) : register(file, onExit);
    }

    private synchronized Watched register(int file, Runnable onExit) {
        if (closed) {
            libc.close(file);
            return new Watch(onExit, () -> {});
        }
        long token = ++lastToken;
        var watch = new Watch(onExit, () -> forget(token));
        watches.put(token, watch);
        files.put(token, file);
        int result = libc.control(epoll, Libc.EPOLL_CTL_ADD, file, token);
        if (result < 0) {
            forget(token);
            throw broken("cannot wait for a process", result);
        }
        return watch;
    }

    private synchronized void forget(long token) {
        watches.remove(token);
        Integer file = files.remove(token);
        if (file != null) {
            libc.control(epoll, Libc.EPOLL_CTL_DEL, file, token);
            libc.close(file);
        }
    }

    private synchronized Watched poll(long pid, Runnable onExit) {
        if (substitute == null) {
            substitute = new PollingWatch();
        }
        return substitute.watch(pid, onExit, () -> {});
    }

    private synchronized @Nullable Watch find(long token) {
        return watches.get(token);
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private void waitForEnds() {
        try (var arena = Arena.ofConfined()) {
            MemorySegment events = Libc.events(arena, BATCH);
            while (!isClosed()) {
                int count = libc.await(epoll, events);
                if (count < 0 && count != -Libc.EINTR) {
                    throw broken("cannot wait for processes", count);
                }
                for (int i = 0; i < count; i++) {
                    tell(Libc.token(events, i));
                }
            }
        }
        libc.close(wakeUp);
        libc.close(epoll);
    }

    private void tell(long token) {
        // A token that is not known belongs to a wait that was given up meanwhile.
        Watch watch = find(token);
        if (watch != null) {
            watch.ended();
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            Map.copyOf(files).keySet().forEach(this::forget);
            closed = true;
            if (substitute != null) {
                substitute.close();
            }
        }
        libc.signal(wakeUp);
    }

    private static int opened(int file) {
        if (file < 0) {
            throw broken("cannot open a file to wait with", file);
        }
        return file;
    }

    private static Problem broken(String what, int error) {
        return new Problem(
                ProblemCode.INTERNAL,
                what + ": error number " + -error,
                "raise the limit of open files when the number is 24 or 28");
    }
}
