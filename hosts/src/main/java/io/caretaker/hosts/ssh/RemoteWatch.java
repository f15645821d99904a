package io.caretaker.hosts.ssh;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.host.ProcessWatch;
import io.caretaker.core.problem.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the end of a host's processes by one channel that is held open. Thread-safe.
///
/// On the host a shell waits for our lines and starts a `tail --pid` for each process, which looks
/// ten times a second whether that still exists: some microseconds each time, and too often for its
/// number to be used again in between. When the connection goes, all of that ends.
final class RemoteWatch implements ProcessWatch {
    private static final Logger LOG = LoggerFactory.getLogger("ssh");
    private static final Duration OPENING = Duration.ofSeconds(20);

    /// Children have no standard input of ours, so the shell alone reads it; at its end all go.
    private static final String SCRIPT =
            "printf '\\001caretaker %s\\n' $$;"
                    + "if tail --pid=$$ -n 0 /dev/null 2>/dev/null;then"
                    + " w() { tail --pid=\"$1\" -s 0.1 -f /dev/null;};"
                    + "else w() { while [ -d \"/proc/$1\" ];do sleep 0.2;done;};fi;"
                    + "while IFS= read -r p;do"
                    + " { w \"$p\" 2>/dev/null;echo \"$p\";} & done;"
                    + "trap '' TERM;kill 0";

    private final Link link;
    private final Map<Long, List<Waiting>> waiting = new HashMap<>();
    private final Set<Long> asked = new HashSet<>();
    private @Nullable Held held;
    private boolean closed;

    /// Somebody who waits for one process.
    private record Waiting(Runnable onExit, Runnable onLost) {}

    /// The channel, and the use of the connection that keeps it from being closed as idle.
    private record Held(Channel channel, Link.Use use) {
        void end() {
            channel.close();
            use.close();
        }
    }

    RemoteWatch(Link link) {
        this.link = link;
    }

    @Override
    public Watched watch(long pid, Runnable onExit, Runnable onLost) {
        var one = new Waiting(onExit, onLost);
        boolean first;
        synchronized (this) {
            waiting.computeIfAbsent(pid, _ -> new ArrayList<>()).add(one);
            first = held == null && asked.isEmpty();
            if (asked.add(pid) && held != null) {
                ask(held, pid);
            }
        }
        if (first) {
            Thread.ofVirtual().name("caretaker-ssh-watch").start(this::hold);
        }
        return () -> forget(pid, one);
    }

    private synchronized void forget(long pid, Waiting one) {
        List<Waiting> all = waiting.get(pid);
        if (all != null) {
            all.remove(one);
        }
    }

    /// Opens the channel and asks for all that came meanwhile.
    private void hold() {
        Link.Use use = null;
        try {
            Deadline deadline = Deadline.after(OPENING, System::nanoTime);
            use = link.use(deadline);
            var errors = OutputStream.nullOutputStream();
            Channel channel =
                    Channel.open(use.session(), RemoteLine.LOGIN, new Lines(), errors, deadline);
            channel.whenClosed(this::lost);
            var opened = new Held(channel, use);
            channel.input().write((SCRIPT + "\n").getBytes(StandardCharsets.UTF_8));
            if (!begun(opened)) {
                opened.end();
            }
        } catch (Problem | IOException | InterruptedException e) {
            LOG.atDebug().addKeyValue("host", link.target()).setCause(e).log("no process watch");
            if (use != null) {
                use.close();
            }
            lost();
        }
    }

    private synchronized boolean begun(Held opened) {
        if (closed || opened.channel.closed()) {
            return false;
        }
        held = opened;
        asked.forEach(pid -> ask(opened, pid));
        return true;
    }

    private static void ask(Held held, long pid) {
        try {
            held.channel.input().write((pid + "\n").getBytes(StandardCharsets.US_ASCII));
            held.channel.input().flush();
        } catch (IOException _) {
            // The channel's end tells everybody.
        }
    }

    /// Reads the numbers of processes that have ended, a line each.
    private final class Lines extends OutputStream {
        private final StringBuilder line = new StringBuilder();

        @Override
        public void write(int b) {
            if (b != '\n') {
                line.append((char) b);
                return;
            }
            String text = line.toString();
            line.setLength(0);
            if (text.matches("\\d{1,10}")) {
                long pid = Long.parseLong(text);
                Thread.ofVirtual().name("caretaker-ssh-death").start(() -> ended(pid));
            }
        }
    }

    private void ended(long pid) {
        List<Waiting> all;
        synchronized (this) {
            asked.remove(pid);
            all = waiting.remove(pid);
        }
        if (all != null) {
            all.forEach(one -> one.onExit.run());
        }
    }

    private void lost() {
        List<Waiting> all;
        synchronized (this) {
            all = waiting.values().stream().flatMap(List::stream).toList();
            waiting.clear();
            asked.clear();
            if (held != null) {
                held.use.close();
                held = null;
            }
        }
        all.forEach(one -> one.onLost.run());
    }

    @Override
    public synchronized void close() {
        closed = true;
        waiting.clear();
        asked.clear();
        if (held != null) {
            held.end();
            held = null;
        }
    }

    synchronized boolean closed() {
        return closed;
    }
}
