package io.caretaker.server.heal;

import io.caretaker.core.host.CommandResult;
import java.time.Duration;

/// How an attempt ended.
///
/// @param did what was done, in plain words
/// @param healed whether the check says that the service works again
record Attempt(String did, boolean healed, String message, Duration took) {

    /// What a step did to the machine, before the check has been asked.
    record Done(String did, boolean ok, String output) {
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

        String summary() {
            String last = output.strip();
            last = last.substring(last.lastIndexOf('\n') + 1);
            return last.isEmpty() ? did : did + ": " + last;
        }
    }
}
