package io.caretaker.core.host;

import java.time.Duration;

/// What became of a [Command].
public sealed interface CommandResult {

    /// It ran to its end. Output is cut at 1 MiB each, keeping the end.
    record Exited(int code, String output, String errors, Duration took) implements CommandResult {
        public boolean ok() {
            return code == 0;
        }
    }

    /// The deadline came first; the program (not what it started on purpose as a daemon) was ended.
    record TimedOut(String output, String errors) implements CommandResult {}

    /// It could not be started: not found, not allowed, no such user, host not reached.
    record NotStarted(String reason) implements CommandResult {}

    /// One line for people: the end of what it said, or why it did not run.
    default String summary() {
        return switch (this) {
            case Exited exited ->
                    "exit code " + exited.code + lastLine(exited.errors, exited.output);
            case TimedOut timedOut -> "timed out" + lastLine(timedOut.errors, timedOut.output);
            case NotStarted notStarted -> notStarted.reason;
        };
    }

    private static String lastLine(String errors, String output) {
        String text = errors.isBlank() ? output.strip() : errors.strip();
        return text.isEmpty() ? "" : ": " + text.substring(text.lastIndexOf('\n') + 1);
    }
}
