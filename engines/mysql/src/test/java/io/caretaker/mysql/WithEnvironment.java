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
import java.util.Map;
import java.util.Optional;

/// A host on which programs get these variables.
record WithEnvironment(HostAccess host, Map<String, String> variables) implements HostAccess {
    @Override
    public CommandResult run(Command command, Deadline deadline) throws InterruptedException {
        return host.run(command.withEnvironment(variables), deadline);
    }

    @Override
    public FileReply readTail(String path, int maxBytes) {
        return host.readTail(path, maxBytes);
    }

    @Override
    public void replaceFile(String path, byte[] content, String mode) {
        host.replaceFile(path, content, mode);
    }

    @Override
    public boolean moveFile(String from, String to) {
        return host.moveFile(from, to);
    }

    @Override
    public HostFacts facts(Deadline deadline) throws InterruptedException {
        return host.facts(deadline);
    }

    @Override
    public List<ProcessFacts> processes() {
        return host.processes();
    }

    @Override
    public Optional<ProcessFacts> process(long pid) {
        return host.process(pid);
    }

    @Override
    public ServiceManager services() {
        return host.services();
    }
}
