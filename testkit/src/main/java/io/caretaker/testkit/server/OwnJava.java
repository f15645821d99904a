package io.caretaker.testkit.server;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Programs of the test's own class path, each in a process of its own.
public final class OwnJava {
    private OwnJava() {}

    /// The command that runs a class; it starts quickly rather than running fast.
    ///
    /// @param main the class's full name
    /// @param words its arguments
    public static List<String> command(String main, List<String> words) {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-Dstdout.encoding=UTF-8",
                                "-cp",
                                System.getProperty("java.class.path"),
                                main));
        command.addAll(words);
        return command;
    }

    /// Begins a command in a directory, with all that it says in one file.
    ///
    /// @param environment what it has besides the test's own environment
    public static Process begin(
            List<String> command, Path directory, Path log, Map<String, String> environment)
            throws IOException {
        var builder =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectInput(new File("/dev/null"))
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }
}
