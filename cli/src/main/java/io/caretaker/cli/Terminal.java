package io.caretaker.cli;

import io.caretaker.cli.render.Style;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a command says, to whom, and what it hears.
///
/// @param answers whether a person can be asked
/// @param style of standard output
public record Terminal(
        PrintWriter out, PrintWriter err, BufferedReader in, boolean answers, Style style) {
    private static final int USUAL_WIDTH = 80;
    private static final int UNLIMITED = 10_000;

    /// That of this process.
    ///
    /// @param coloursRefused whether the person asked for no colours
    static Terminal ofThisProcess(Map<String, String> environment, boolean coloursRefused) {
        boolean shown = terminal(1);
        boolean coloured =
                shown
                        && !coloursRefused
                        && environment.getOrDefault("NO_COLOR", "").isEmpty()
                        && !environment.getOrDefault("TERM", "dumb").equals("dumb");
        return new Terminal(
                new PrintWriter(System.out, false, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
                shown && terminal(0),
                new Style(coloured, width(environment, shown)));
    }

    private static boolean terminal(int descriptor) {
        try {
            String target =
                    Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
            return target.startsWith("/dev/pts/")
                    || target.startsWith("/dev/tty")
                    || target.equals("/dev/console");
        } catch (IOException _) {
            return false;
        }
    }

    private static int width(Map<String, String> environment, boolean shown) {
        String columns = environment.getOrDefault("COLUMNS", "");
        if (columns.matches("[1-9][0-9]{0,3}")) {
            return Integer.parseInt(columns);
        }
        return shown ? asked() : UNLIMITED;
    }

    private static int asked() {
        try {
            Process stty =
                    new ProcessBuilder("stty", "size").redirectInput(new File("/dev/tty")).start();
            String[] size;
            try (BufferedReader reader = stty.inputReader()) {
                size = String.valueOf(reader.readLine()).split(" ");
            }
            int columns = size.length == 2 ? Integer.parseInt(size[1]) : 0;
            return columns > 0 ? columns : USUAL_WIDTH;
        } catch (IOException | NumberFormatException _) {
            return USUAL_WIDTH;
        }
    }

    /// Reads a password: without showing it where a person types it, else the next line of standard
    /// input. Null when there is none.
    public @Nullable String password(String question) {
        if (answers) {
            out.flush();
            char[] typed = Objects.requireNonNull(System.console()).readPassword("%s", question);
            return typed == null ? null : String.valueOf(typed);
        }
        try {
            return in.readLine();
        } catch (IOException _) {
            return null;
        }
    }

    /// Asks a question that is answered with yes or no; anything but yes is no.
    public boolean confirms(String question) {
        err.print(question + " [y/N] ");
        err.flush();
        try {
            String answer = in.readLine();
            return answer != null
                    && answer.strip().toLowerCase(java.util.Locale.ROOT).matches("y|yes");
        } catch (IOException _) {
            return false;
        }
    }
}
