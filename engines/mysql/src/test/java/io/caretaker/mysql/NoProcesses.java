package io.caretaker.mysql;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.host.Command;
import io.caretaker.core.host.CommandResult;
import io.caretaker.core.host.FileReply;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.host.HostFacts;
import io.caretaker.core.host.ProcessFacts;
import io.caretaker.core.host.ServiceManager;
import java.util.List;
import java.util.Optional;

/// A host on which nothing is to be seen.
final class NoProcesses implements HostAccess {
    @Override
    public CommandResult run(Command command, Deadline deadline) {
        return new CommandResult.NotStarted("no programs here");
    }

    @Override
    public FileReply readTail(String path, int maxBytes) {
        return new FileReply.Missing();
    }

    @Override
    public void replaceFile(String path, byte[] content, String mode) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean moveFile(String from, String to) {
        throw new UnsupportedOperationException();
    }

    @Override
    public HostFacts facts(Deadline deadline) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<ProcessFacts> processes() {
        return List.of();
    }

    @Override
    public Optional<ProcessFacts> process(long pid) {
        return Optional.empty();
    }

    @Override
    public ServiceManager services() {
        throw new UnsupportedOperationException();
    }
}
