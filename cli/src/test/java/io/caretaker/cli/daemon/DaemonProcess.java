package io.caretaker.cli.daemon;

import io.caretaker.testkit.server.OwnJava;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/// `caretaker run` in a Java of its own.
final class DaemonProcess implements AutoCloseable {
    private final Process process;
    private final Path out;
    private final Path err;

    private DaemonProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    static DaemonProcess start(Path directory, String name) throws IOException {
        return start(directory, name, "run");
    }

    /// Any command, in the state of that directory.
    static DaemonProcess start(Path directory, String name, String... arguments)
            throws IOException {
        Path out = directory.resolve(name + ".out");
        Path err = directory.resolve(name + ".err");
        // Whoever runs the tests in the background ignores some signals.
        var command = new ArrayList<>(List.of("env", "--default-signal=HUP,INT,TERM"));
        command.addAll(OwnJava.command("io.caretaker.cli.Main", List.of(arguments)));
        var builder =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectInput(new File("/dev/null"))
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        Map<String, String> environment = builder.environment();
        environment.put("HOME", directory.toString());
        environment.put("CARETAKER_STATE", directory.resolve("state").toString());
        environment.put("CARETAKER_WEB_LISTEN", "127.0.0.1:0");
        return new DaemonProcess(builder.start(), out, err);
    }

    long pid() {
        return process.pid();
    }

    DaemonProcess awaitStarted() {
        return awaitErr("caretaker is watching");
    }

    DaemonProcess awaitErr(String text) {
        Awaitility.await(text)
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> {
                    if (!err().contains(text)) {
                        throw new AssertionError(out() + err());
                    }
                });
        return this;
    }

    String out() throws IOException {
        return Files.readString(out);
    }

    String err() throws IOException {
        return Files.readString(err);
    }

    /// Sends a signal by its name.
    void signal(String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
    }

    boolean alive() {
        return process.isAlive();
    }

    int exitCode() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("it does not end");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
