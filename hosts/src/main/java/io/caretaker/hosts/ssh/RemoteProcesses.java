package io.caretaker.hosts.ssh;

import io.caretaker.core.host.CommandResult.Exited;
import io.caretaker.core.host.ProcessFacts;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.hosts.proc.ProcessSnapshot;
import java.util.List;
import java.util.Optional;

/// The processes of a host in one round trip. Thread-safe. Where the host's owner allows sudo,
/// other users' files are looked at by it.
final class RemoteProcesses {
    private static final int LIMIT = 32 * 1024 * 1024;
    private static final String ALL = "[0-9]*";
    private static final String SOCKETS = "sockets";

    private final Scripts scripts;

    RemoteProcesses(Scripts scripts) {
        this.scripts = scripts;
    }

    List<ProcessFacts> all(boolean sockets) {
        return ask(ALL, sockets);
    }

    Optional<ProcessFacts> one(long pid, boolean sockets) {
        return ask(Long.toString(pid), sockets).stream().findFirst();
    }

    private List<ProcessFacts> ask(String which, boolean sockets) {
        List<String> arguments = List.of(which, sockets ? SOCKETS : "");
        Exited exited =
                scripts.maySudo() && sockets
                        ? bySudo(arguments)
                        : scripts.run(ProcessSnapshot.SCRIPT, arguments, false, null, LIMIT);
        if (!exited.ok()) {
            throw new Problem(
                    ProblemCode.UNREACHABLE,
                    "cannot read the processes: " + exited.summary(),
                    "it takes /proc, GNU grep and GNU find on the host");
        }
        return ProcessSnapshot.parse(exited.output());
    }

    /// Without sudo's help the sockets of others are not seen, but that is better than nothing.
    private Exited bySudo(List<String> arguments) {
        try {
            return scripts.run(ProcessSnapshot.SCRIPT, arguments, true, null, LIMIT);
        } catch (Problem _) {
            return scripts.run(ProcessSnapshot.SCRIPT, arguments, false, null, LIMIT);
        }
    }
}
