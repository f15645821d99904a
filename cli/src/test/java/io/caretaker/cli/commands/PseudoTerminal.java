package io.caretaker.cli.commands;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/// A command in a Java of its own, in a terminal that `script` of util-linux makes for it.
final class PseudoTerminal implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final OutputStream keys;
    private final Path shown;
    private int from;

    private PseudoTerminal(Process process, Path shown) {
        this.process = process;
        this.keys = process.getOutputStream();
        this.shown = shown;
    }

    static PseudoTerminal start(Path directory, int columns, int rows, String... arguments)
            throws IOException {
        return start(directory, Map.of(), columns, rows, arguments);
    }

    /// With other variables in its environment.
    static PseudoTerminal start(
            Path directory,
            Map<String, String> variables,
            int columns,
            int rows,
            String... arguments)
            throws IOException {
        Path shown = directory.resolve("terminal.out");
        String command =
                "stty cols "
                        + columns
                        + " rows "
                        + rows
                        + " && exec \"$JAVA\" --enable-native-access=ALL-UNNAMED"
                        + " -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Dstdout.encoding=UTF-8"
                        + " -cp \"$JARS\" io.caretaker.cli.Main "
                        + String.join(" ", arguments);
        var builder =
                new ProcessBuilder(
                                "script", "--quiet", "--return", "--command", command, "/dev/null")
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(shown.toFile());
        Map<String, String> environment = builder.environment();
        environment.put("JAVA", Path.of(System.getProperty("java.home"), "bin", "java").toString());
        environment.put("JARS", System.getProperty("java.class.path"));
        environment.put("SHELL", "/bin/sh");
        environment.put("TERM", "xterm-256color");
        environment.put("LC_ALL", "C.UTF-8");
        environment.put("HOME", directory.toString());
        environment.put("CARETAKER_STATE", directory.resolve("state").toString());
        environment.remove("NO_COLOR");
        environment.remove("COLUMNS");
        environment.putAll(variables);
        return new PseudoTerminal(builder.start(), shown);
    }

    /// Waits until all these were shown since the last keys.
    PseudoTerminal await(String... texts) {
        return await(PATIENCE, texts);
    }

    /// The same within a time.
    PseudoTerminal await(Duration most, String... texts) {
        Awaitility.await()
                .atMost(most)
                .untilAsserted(() -> {
                    String newer = text().substring(from);
                    for (String text : texts) {
                        if (!newer.contains(text)) {
                            throw new AssertionError("'" + text + "' is not in: " + newer);
                        }
                    }
                });
        return this;
    }

    /// What was shown until now does not count any more.
    void mark() throws IOException {
        from = text().length();
    }

    PseudoTerminal type(String text) throws IOException {
        from = text().length();
        keys.write(text.getBytes(StandardCharsets.UTF_8));
        keys.flush();
        return this;
    }

    /// Gives the terminal another size, as a person does who pulls at its window.
    PseudoTerminal resize(int columns, int rows) throws IOException, InterruptedException {
        from = text().length();
        Path terminal =
                Files.readSymbolicLink(
                        Path.of(
                                "/proc/"
                                        + process.descendants().findFirst().orElseThrow().pid()
                                        + "/fd/0"));
        new ProcessBuilder(
                        "stty",
                        "-F",
                        terminal.toString(),
                        "cols",
                        Integer.toString(columns),
                        "rows",
                        Integer.toString(rows))
                .start()
                .waitFor();
        return this;
    }

    /// All that was shown.
    String text() throws IOException {
        return Files.readString(shown);
    }

    int exitCode() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("it does not end");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
