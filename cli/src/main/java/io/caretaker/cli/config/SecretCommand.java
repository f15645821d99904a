package io.caretaker.cli.config;

import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.secret.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A command that prints a secret. It is run directly, without a shell, and what it says on its
/// error output is not shown, for it could be the secret.
final class SecretCommand {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int LONGEST = 64 * 1024;

    /// What was written before the end of the command has arrived by then.
    private static final Duration AFTER_EXIT = Duration.ofMillis(500);

    private SecretCommand() {}

    static Secret run(List<String> command) {
        return run(command, LIMIT);
    }

    static Secret run(List<String> command, Duration limit) {
        String what = "the secret command " + command.getFirst();
        Process process = start(command, what);
        try {
            return SecretSources.firstLine(output(process, what, limit), what);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static Process start(List<String> command, String what) {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            process.getOutputStream().close();
            return process;
        } catch (IOException e) {
            throw new Problem(ProblemCode.FAILED, what + " cannot be run", "", e);
        }
    }

    private static String output(Process process, String what, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        Output output = Output.of(process);
        try {
            if (!process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                throw slow(what, limit);
            }
            if (process.exitValue() != 0) {
                String message = what + " ended with code " + process.exitValue();
                throw new Problem(ProblemCode.FAILED, message, "run it by hand to see why");
            }
            return output.text(Math.min(AFTER_EXIT.toNanos(), end - System.nanoTime()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem(ProblemCode.FAILED, what + " was interrupted", "", e);
        }
    }

    /// What the command has written so far. Nobody waits long for the thread that reads it: a child
    /// that outlives the command can hold the pipe open, and a stream that is being read cannot be
    /// closed.
    private static final class Output {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final CountDownLatch end = new CountDownLatch(1);

        private static Output of(Process process) {
            var output = new Output();
            Thread.ofPlatform()
                    .daemon()
                    .name("secret-command")
                    .start(() -> output.read(process.getInputStream()));
            return output;
        }

        private void read(InputStream stream) {
            var part = new byte[1024];
            try {
                for (int n = stream.read(part); n >= 0 && add(part, n); n = stream.read(part)) {
                    // All is in the condition.
                }
            } catch (IOException _) {
                // It was closed when the command ended; what came before counts.
            } finally {
                end.countDown();
            }
        }

        private synchronized boolean add(byte[] part, int length) {
            bytes.write(part, 0, Math.min(length, LONGEST - bytes.size()));
            return bytes.size() < LONGEST;
        }

        /// Waits for the end of the output, but not longer than that.
        private String text(long nanos) throws InterruptedException {
            boolean _ = end.await(nanos, TimeUnit.NANOSECONDS);
            synchronized (this) {
                return bytes.toString(StandardCharsets.UTF_8);
            }
        }
    }

    private static Problem slow(String what, Duration limit) {
        String message = what + " took longer than " + limit.toSeconds() + " s";
        return new Problem(ProblemCode.FAILED, message, "");
    }
}
