package io.caretaker.postgresql;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.host.Command;
import io.caretaker.core.host.CommandResult;
import io.caretaker.core.host.FileReply;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.host.HostFacts;
import io.caretaker.core.host.ProcessFacts;
import io.caretaker.core.host.ServiceManager;
import io.caretaker.testkit.server.ThisMachine;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;

/// This machine as if it had no client packages: the server's directory holds no psql, and the one
/// on the search path only says what to install.
@NullMarked
record WithoutPsql(ThisMachine machine) implements HostAccess {
    @Override
    public CommandResult run(Command command, Deadline deadline) throws InterruptedException {
        if (command.program().equals("psql")) {
            String complaint = "Error: You must install a client package";
            return new CommandResult.Exited(1, "", complaint, Duration.ZERO);
        }
        return command.program().endsWith("/psql")
                ? new CommandResult.NotStarted("no such file")
                : machine.run(command, deadline);
    }

    @Override
    public FileReply readTail(String path, int maxBytes) {
        return machine.readTail(path, maxBytes);
    }

    @Override
    public void replaceFile(String path, byte[] content, String mode) {
        machine.replaceFile(path, content, mode);
    }

    @Override
    public boolean moveFile(String from, String to) {
        return machine.moveFile(from, to);
    }

    @Override
    public HostFacts facts(Deadline deadline) throws InterruptedException {
        return machine.facts(deadline);
    }

    @Override
    public List<ProcessFacts> processes() {
        return machine.processes();
    }

    @Override
    public Optional<ProcessFacts> process(long pid) {
        return machine.process(pid);
    }

    @Override
    public ServiceManager services() {
        return machine.services();
    }
}
