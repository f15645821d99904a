package io.caretaker.bench;

import io.caretaker.testkit.server.PostgresServer;
import io.caretaker.testkit.server.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/// A PostgreSQL server that is nobody's child, as a service manager's is, and has something to
/// replay when it is killed.
record Victim(PostgresServer postgres) {
    private static final long LOOK_NANOS = 1_000_000;
    private static final long LONGEST_NANOS = 60_000_000_000L;
    private static final int ROWS = 20_000;

    /// The command that starts it, in the background, and returns when it is ready.
    List<String> startCommand() {
        return List.of(
                postgres.program("pg_ctl"),
                "start",
                "--silent",
                "--wait",
                "--pgdata=" + postgres.dataDirectory(),
                "--log=" + postgres.logFile());
    }

    void start() throws IOException, InterruptedException {
        long end = System.nanoTime() + LONGEST_NANOS;
        while (tryStart() != 0) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("it does not start: " + postgres.log());
            }
        }
    }

    private int tryStart() throws IOException, InterruptedException {
        return new ProcessBuilder(Programs.as(postgres.user(), startCommand()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    /// Writes what the next start has to replay, as much each time.
    void work() {
        postgres.sql(
                "CREATE TABLE IF NOT EXISTS work (id bigint, text text); TRUNCATE work; CHECKPOINT;"
                        + " INSERT INTO work SELECT n, repeat('x', 100) FROM generate_series(1, "
                        + ROWS
                        + ") n");
    }

    /// Kills it; the number of its process.
    long kill() {
        long pid = Long.parseLong(pidFile().getFirst());
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        return pid;
    }

    /// Completes when another process than the killed one says that it is ready.
    CompletableFuture<Long> ready(long killed) {
        var at = new CompletableFuture<Long>();
        Thread.ofPlatform()
                .daemon()
                .start(() -> {
                    while (!readyNow(killed)) {
                        LockSupport.parkNanos(LOOK_NANOS);
                    }
                    at.complete(System.nanoTime());
                });
        return at;
    }

    private boolean readyNow(long killed) {
        List<String> lines = pidFile();
        return lines.size() > 7
                && !lines.getFirst().equals(Long.toString(killed))
                && lines.get(7).startsWith("ready");
    }

    private List<String> pidFile() {
        try {
            return Files.readAllLines(postgres.dataDirectory().resolve("postmaster.pid"));
        } catch (IOException _) {
            return List.of();
        }
    }

    static void delete(Path tree) throws IOException {
        Programs.deleteTree(tree);
    }
}
