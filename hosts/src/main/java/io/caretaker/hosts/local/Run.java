package io.caretaker.hosts.local;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.host.CommandResult;
import io.caretaker.core.host.CommandResult.Exited;
import io.caretaker.core.host.CommandResult.NotStarted;
import io.caretaker.core.host.CommandResult.TimedOut;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One run of one program, from its start to its end or the deadline's.
///
/// Its output is taken without ever blocking on it: a daemon that the program leaves behind may
/// hold the other end open for years. The end of the program itself is the end of the run.
final class Run {
    private static final int KEPT_BYTES = 1024 * 1024;
    private static final long SHORTEST_PAUSE_MILLIS = 1;
    private static final long LONGEST_PAUSE_MILLIS = 20;

    private final Process process;
    private final Session session;
    private final TailBuffer output = new TailBuffer(KEPT_BYTES);
    private final TailBuffer errors = new TailBuffer(KEPT_BYTES);
    private final long startedAt;

    private Run(Process process, long startedAt) {
        this.startedAt = startedAt;
        this.process = process;
        this.session = new Session(process);
    }

    static CommandResult of(ProcessBuilder program, @Nullable String input, Deadline deadline)
            throws InterruptedException {
        if (deadline.expired()) {
            return new TimedOut("", "");
        }
        try {
            long startedAt = System.nanoTime();
            var run = new Run(program.start(), startedAt);
            if (input != null) {
                run.feed(input);
            }
            return run.untilEnd(deadline);
        } catch (IOException e) {
            return new NotStarted(Objects.requireNonNullElse(e.getMessage(), "cannot be started"));
        }
    }

    private CommandResult untilEnd(Deadline deadline) throws InterruptedException {
        try {
            long pause = SHORTEST_PAUSE_MILLIS;
            while (!process.waitFor(
                    Math.min(pause, deadline.remainingMillis()), TimeUnit.MILLISECONDS)) {
                pause = takeOutput() ? SHORTEST_PAUSE_MILLIS : longer(pause);
                if (deadline.expired()) {
                    session.end();
                    takeOutput();
                    return new TimedOut(output.text(), errors.text());
                }
            }
        } catch (InterruptedException e) {
            session.kill();
            throw e;
        }
        while (takeOutput()) {
            // Until nothing is left of what it said before its end.
        }
        return exited(process.exitValue());
    }

    private CommandResult exited(int code) {
        String said = errors.text();
        if (Starters.failed(code, said)) {
            return new NotStarted(said.strip());
        }
        var took = Duration.ofNanos(System.nanoTime() - startedAt);
        return new Exited(code, output.text(), said, took);
    }

    private boolean takeOutput() {
        boolean output = this.output.drain(process.getInputStream());
        boolean errors = this.errors.drain(process.getErrorStream());
        return output || errors;
    }

    private static long longer(long pause) {
        return Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
    }

    /// On a thread of its own: a program that does not read must not keep us from the deadline.
    private void feed(String input) {
        Thread.ofVirtual().name("caretaker-input").start(() -> write(input));
    }

    private void write(String input) {
        try (OutputStream stream = process.getOutputStream()) {
            stream.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException _) {
            // It ended, or does not want to know.
        }
    }
}
