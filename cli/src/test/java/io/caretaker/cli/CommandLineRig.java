package io.caretaker.cli;

import io.caretaker.cli.config.Surroundings;
import io.caretaker.cli.render.Style;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Runs commands in this process, in a directory of their own.
public final class CommandLineRig {
    private final Path directory;
    private final String input;
    private final Map<String, String> environment;

    public CommandLineRig(Path directory) {
        this(directory, "", Map.of());
    }

    private CommandLineRig(Path directory, String input, Map<String, String> environment) {
        this.directory = directory;
        this.input = input;
        this.environment = environment;
    }

    /// What a command did.
    public record Ran(int code, String out, String err) {}

    /// The same with something to read on standard input.
    public CommandLineRig hearing(String text) {
        return new CommandLineRig(directory, text, environment);
    }

    /// The same with these variables in the environment.
    public CommandLineRig knowing(Map<String, String> variables) {
        return new CommandLineRig(directory, input, variables);
    }

    public Path state() {
        return directory.resolve("state");
    }

    /// Writes `caretaker.yaml`.
    public CommandLineRig configured(String yaml) {
        try {
            Files.writeString(directory.resolve("caretaker.yaml"), yaml);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> variables() {
        var all = new HashMap<>(environment);
        all.put("CARETAKER_STATE", state().toString());
        return all;
    }

    public Ran run(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var terminal =
                new Terminal(
                        new PrintWriter(out),
                        new PrintWriter(err, true),
                        new BufferedReader(new StringReader(input)),
                        false,
                        Style.PLAIN);
        var surroundings =
                new Surroundings(
                        variables(), directory, directory, false, "here", directory.resolve("etc"));
        int code = Main.execute(List.of(arguments), terminal, surroundings);
        return new Ran(code, out.toString(), err.toString());
    }
}
