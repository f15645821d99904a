package io.caretaker.bench;

import io.caretaker.testkit.server.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A caretaker daemon that watches one database every 10 s, and can be stopped meanwhile. Not
/// thread-safe.
final class WatchingDaemon implements AutoCloseable {
    private final Process process;

    private WatchingDaemon(Process process) {
        this.process = process;
    }

    /// Starts it and waits until it watches.
    ///
    /// @param caretaker the launcher
    /// @param service the service's own lines of the configuration, after its host
    /// @param password what the variable `BENCH_PASSWORD` holds for it
    static WatchingDaemon start(Path caretaker, Path directory, String service, String password)
            throws IOException, InterruptedException {
        Path config = directory.resolve("caretaker.yaml");
        Files.writeString(
                config,
                """
                node: bench
                state: %s
                discovery: {enabled: false}
                web: {listen: 127.0.0.1:0}
                hosts:
                  - {host_id: here, hostname: localhost, ip_address: 127.0.0.1, environment: production, region: local}
                services:
                  - host_id: here
                    control: none
                    monitoring: {method: database, interval_sec: 10}
                %s\
                """
                        .formatted(directory.resolve("state"), service.indent(4)));
        Path log = directory.resolve("daemon.log");
        var builder =
                new ProcessBuilder(caretaker.toString(), "run", "--config", config.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile());
        builder.environment().put("BENCH_PASSWORD", password);
        Process process = builder.start();
        while (!Files.readString(log).contains("is watching")) {
            if (!process.isAlive()) {
                throw new IllegalStateException(Files.readString(log));
            }
            Thread.sleep(100);
        }
        return new WatchingDaemon(process);
    }

    /// Stops it until [#goOn].
    void pause() {
        Programs.signal("STOP", process.pid());
    }

    void goOn() {
        Programs.signal("CONT", process.pid());
    }

    double cpuSeconds() {
        return process.info().totalCpuDuration().map(used -> used.toNanos() / 1e9).orElseThrow();
    }

    @Override
    public void close() {
        goOn();
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
