package io.caretaker.cli.config;

import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.secret.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A command that prints a secret. It is run directly, without a shell, and what it says on its
/// error output is not shown, for it could be the secret.
final class SecretCommand {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int LONGEST = 64 * 1024;

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
        CompletableFuture<String> text = reading(process);
        try {
            if (!process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                throw slow(what, limit);
            }
            if (process.exitValue() != 0) {
                String message = what + " ended with code " + process.exitValue();
                throw new Problem(ProblemCode.FAILED, message, "run it by hand to see why");
            }
            return text.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            throw slow(what, limit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem(ProblemCode.FAILED, what + " was interrupted", "", e);
        } catch (ExecutionException e) {
            throw new Problem(ProblemCode.FAILED, what + " could not be read", "", e);
        }
    }

    /// Nobody waits for this thread: a child that outlives the command can hold the pipe open for
    /// long, and a stream that is being read cannot be closed.
    private static CompletableFuture<String> reading(Process process) {
        var text = new CompletableFuture<String>();
        Thread.ofPlatform().daemon().name("secret-command").start(() -> read(process, text));
        return text;
    }

    private static Problem slow(String what, Duration limit) {
        String message = what + " took longer than " + limit.toSeconds() + " s";
        return new Problem(ProblemCode.FAILED, message, "");
    }

    private static void read(Process process, CompletableFuture<String> text) {
        try {
            byte[] bytes = process.getInputStream().readNBytes(LONGEST);
            text.complete(new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException e) {
            text.completeExceptionally(e);
        }
    }
}
