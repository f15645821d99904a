package io.caretaker.hosts.local;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.host.Command;
import io.caretaker.core.host.CommandResult;
import io.caretaker.core.host.FileReply;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.host.HostFacts;
import io.caretaker.core.host.ProcessFacts;
import io.caretaker.core.host.ServiceManager;
import io.caretaker.hosts.ProcessLookup;
import io.caretaker.hosts.proc.HostSampler;
import io.caretaker.hosts.proc.ProcessTable;
import java.io.File;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The machine that caretaker runs on. Thread-safe.
public final class LocalHost implements HostAccess, ProcessLookup {
    private static final File NOTHING = new File("/dev/null");

    private final Identity identity = Identity.own();
    private final HostSampler sampler = new HostSampler();
    private final HostServices services = new HostServices(this, this::start);
    private final boolean sessions = Identity.find("setsid").isPresent();

    @Override
    public CommandResult run(Command command, Deadline deadline) throws InterruptedException {
        return run(command, List.of(), deadline);
    }

    /// Runs a command that may leave a daemon behind which still writes to the output it was given:
    /// see [DaemonOutput].
    CommandResult start(Command command, Deadline deadline) throws InterruptedException {
        Command raised =
                command.withSudo(command.sudo() || (!identity.root() && ruled(command, deadline)));
        return run(raised, sessions ? DaemonOutput.KEPT_OPEN : List.of(), deadline);
    }

    /// Whether sudo lets us run exactly this as root without a password, as the rules that
    /// `caretaker install` writes do. Asks sudo's rules only; nothing is run.
    public boolean ruled(Command command, Deadline deadline) throws InterruptedException {
        if (command.user() != null || Identity.find("sudo").isEmpty()) {
            return false;
        }
        var question = new ArrayList<>(List.of("sudo", "-n", "-l", "--"));
        question.addAll(command.arguments());
        return run(Command.of(question), deadline) instanceof CommandResult.Exited exited
                && exited.ok();
    }

    private CommandResult run(Command command, List<String> before, Deadline deadline)
            throws InterruptedException {
        List<String> arguments = identity.arguments(command);
        // Without root's eyes only the first program of the line can be judged from here.
        String program = identity.root() ? command.program() : arguments.getFirst();
        if (Identity.find(program).isEmpty()) {
            return new CommandResult.NotStarted("no program " + program + " that can be executed");
        }
        var line = new ArrayList<String>();
        if (sessions) {
            line.add("setsid");
        }
        line.addAll(before);
        line.addAll(arguments);
        return Run.of(builder(line, command), command.input(), deadline);
    }

    private ProcessBuilder builder(List<String> line, Command command) {
        // At the root, so that no program keeps our directory busy or stumbles over its mode.
        var builder = new ProcessBuilder(line).directory(new File("/"));
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.putAll(identity.environment(command));
        if (command.input() == null) {
            builder.redirectInput(Redirect.from(NOTHING));
        }
        return builder;
    }

    @Override
    public FileReply readTail(String path, int maxBytes) {
        return LocalFiles.readTail(path, maxBytes);
    }

    @Override
    public void replaceFile(String path, byte[] content, String mode) {
        LocalFiles.replace(path, content, mode);
    }

    @Override
    public boolean moveFile(String from, String to) {
        return LocalFiles.move(from, to);
    }

    @Override
    public HostFacts facts(Deadline deadline) {
        return sampler.sample();
    }

    @Override
    public List<ProcessFacts> processes() {
        return ProcessTable.withSockets();
    }

    @Override
    public List<ProcessFacts> processesWithoutSockets() {
        return ProcessTable.withoutSockets();
    }

    @Override
    public Optional<ProcessFacts> process(long pid) {
        return ProcessTable.one(pid);
    }

    @Override
    public Optional<ProcessFacts> processWithoutSockets(long pid) {
        return ProcessTable.oneWithoutSockets(pid);
    }

    @Override
    public ServiceManager services() {
        return services;
    }
}
