package io.caretaker.hosts.ssh;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.host.Command;
import io.caretaker.core.host.CommandResult;
import io.caretaker.core.host.CommandResult.Exited;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Runs our own small scripts on a host. Thread-safe.
final class Scripts {
    private final SshHost host;

    Scripts(SshHost host) {
        this.host = host;
    }

    /// What a script did, within a method that has no deadline of its own.
    ///
    /// Throws [Problem] `UNREACHABLE` when it did not run to its end.
    Exited run(String script, List<String> arguments, boolean sudo, byte @Nullable [] input) {
        return run(script, arguments, sudo, input, RemoteRun.KEPT_BYTES);
    }

    Exited run(
            String script,
            List<String> arguments,
            boolean sudo,
            byte @Nullable [] input,
            int limit) {
        var line = new ArrayList<>(List.of("sh", "-c", script, "sh"));
        line.addAll(arguments);
        Command command = Command.of(line).withSudo(sudo);
        Deadline deadline = Deadline.after(HostAccess.OWN_LIMIT, System::nanoTime);
        try {
            return ended(host.run(command, false, input, limit, deadline).result());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable("interrupted", e);
        }
    }

    private Exited ended(CommandResult result) {
        return switch (result) {
            case Exited exited -> exited;
            case CommandResult.TimedOut _ ->
                    throw unreachable(host.link().target() + " did not answer in time", null);
            case CommandResult.NotStarted notStarted ->
                    throw unreachable(notStarted.reason(), null);
        };
    }

    private static Problem unreachable(String reason, @Nullable Exception cause) {
        return new Problem(ProblemCode.UNREACHABLE, reason, "", cause);
    }

    /// Whether the host's owner allows sudo, so that what is denied can be tried again by it.
    boolean maySudo() {
        return host.useSudo();
    }
}
