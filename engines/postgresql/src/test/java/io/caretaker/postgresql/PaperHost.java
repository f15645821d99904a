package io.caretaker.postgresql;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.host.Command;
import io.caretaker.core.host.CommandResult;
import io.caretaker.core.host.FileReply;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.host.HostFacts;
import io.caretaker.core.host.ProcessFacts;
import io.caretaker.core.host.ServiceManager;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;

/// A host that exists on paper: files and processes as a test writes them down.
@NullMarked
final class PaperHost implements HostAccess {
    private final Map<String, String> files = new HashMap<>();
    private final Map<Long, ProcessFacts> processes = new HashMap<>();
    private String standardError = "/dev/null";

    PaperHost file(String path, String text) {
        files.put(path, text);
        return this;
    }

    PaperHost process(ProcessFacts process) {
        processes.put(process.pid(), process);
        return this;
    }

    PaperHost standardError(String path) {
        standardError = path;
        return this;
    }

    @Override
    public CommandResult run(Command command, Deadline deadline) {
        String output = command.program().equals("readlink") ? standardError : "";
        return new CommandResult.Exited(0, output, "", Duration.ZERO);
    }

    @Override
    public FileReply readTail(String path, int maxBytes) {
        String text = files.get(path);
        return text == null ? new FileReply.Missing() : new FileReply.Content(text, text.length());
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
        return List.copyOf(processes.values());
    }

    @Override
    public Optional<ProcessFacts> process(long pid) {
        return Optional.ofNullable(processes.get(pid));
    }

    @Override
    public ServiceManager services() {
        throw new UnsupportedOperationException();
    }
}
