package io.caretaker.server.heal;

import io.caretaker.core.host.CommandResult;
import java.time.Duration;
import java.util.regex.Pattern;

/// How an attempt ended.
///
/// @param did what was done, in plain words
/// @param end what the check says of it
record Attempt(String did, End end, String message, Duration took) {

    /// How it may end.
    enum End {
        HEALED,
        FAILED,
        /// The host did not permit the step: nothing was done.
        REFUSED,
        /// The host was lost meanwhile, and nobody knows whether it helped.
        UNKNOWN
    }

    boolean healed() {
        return end == End.HEALED;
    }

    /// What a step did to the machine, before the check has been asked.
    record Done(String did, boolean ok, String output) {
        /// What sudo, systemd's polkit and systemd say to somebody who may not.
        private static final Pattern REFUSAL =
                Pattern.compile(
                        "sudo: .*(password is required|terminal is required|no tty present"
                                + "|incorrect password)"
                                + "|is not in the sudoers file"
                                + "|not allowed to execute"
                                + "|may not run sudo"
                                + "|Interactive authentication required"
                                + "|Unit \\S+ is masked");

        static Done of(String did, CommandResult result) {
            return switch (result) {
                case CommandResult.Exited exited ->
                        new Done(
                                did,
                                exited.ok(),
                                exited.ok() ? "" : exited.errors() + '\n' + exited.output());
                case CommandResult.TimedOut timedOut ->
                        new Done(
                                did,
                                false,
                                timedOut.errors()
                                        + '\n'
                                        + timedOut.output()
                                        + "\nit did not end in time");
                case CommandResult.NotStarted notStarted ->
                        new Done(did, false, notStarted.reason());
            };
        }

        /// Whether the host did not let caretaker take the step.
        boolean refused() {
            return !ok && REFUSAL.matcher(output).find();
        }

        String summary() {
            String last = output.strip();
            last = last.substring(last.lastIndexOf('\n') + 1);
            return last.isEmpty() ? did : did + ": " + last;
        }
    }
}
