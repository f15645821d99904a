package io.caretaker.hosts.probe;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Fault;
import io.caretaker.core.check.Outcome;
import io.caretaker.core.check.Probe;
import io.caretaker.core.check.ProbeReply;
import io.caretaker.core.host.Command;
import io.caretaker.core.host.CommandResult;
import io.caretaker.core.host.Hosts;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.Service;
import org.jspecify.annotations.Nullable;

/// Runs a monitoring plugin on the service's host. Thread-safe.
///
/// Source: Monitoring Plugins Development Guidelines, "Plugin Output for Nagios" and "Plugin Return
/// Codes".
public final class CustomProbe implements Probe {
    private final Hosts hosts;

    public CustomProbe(Hosts hosts) {
        this.hosts = hosts;
    }

    @Override
    public ProbeReply probe(Service service, Host host, CheckSpec spec, Deadline deadline)
            throws InterruptedException {
        if (!(spec instanceof CheckSpec.Custom custom)) {
            throw new IllegalArgumentException("not a custom check: " + spec.method());
        }
        Command command = Command.of(custom.command()).withEnvironment(custom.environment());
        return reply(hosts.of(host).run(command, deadline), command.program());
    }

    static ProbeReply reply(CommandResult result, String program) {
        return switch (result) {
            case CommandResult.Exited exited -> judged(exited, program);
            case CommandResult.TimedOut timedOut ->
                    ProbeReply.of(
                            new Outcome.Down(
                                    Fault.TIMED_OUT,
                                    program + " did not end in time",
                                    Texts.oneLine(timedOut.output() + timedOut.errors())));
            case CommandResult.NotStarted notStarted ->
                    ProbeReply.of(
                            new Outcome.Unknown(
                                    program
                                            + " could not be started: "
                                            + Texts.oneLine(notStarted.reason()),
                                    notStarted.reason()));
        };
    }

    private static ProbeReply judged(CommandResult.Exited exited, String program) {
        var said = PluginOutput.parse(exited.output());
        String message = message(said, exited, program);
        String details = said.details().isEmpty() ? null : said.details();
        return new ProbeReply(outcome(exited.code(), message, details), said.metrics());
    }

    private static Outcome outcome(int code, String message, @Nullable String details) {
        return switch (code) {
            case 0 -> new Outcome.Up(message);
            case 1 -> new Outcome.Warning(message);
            case 2 -> new Outcome.Down(Fault.CRITICAL, message, details);
            case 3 -> new Outcome.Unknown(message, details);
            default ->
                    new Outcome.Unknown("exit code " + code + " is no answer of a plugin", message);
        };
    }

    private static String message(PluginOutput said, CommandResult.Exited exited, String program) {
        if (!said.message().isEmpty()) {
            return said.message();
        }
        String errors = Texts.oneLine(exited.errors());
        return errors.isEmpty() ? program + " said nothing" : errors;
    }
}
