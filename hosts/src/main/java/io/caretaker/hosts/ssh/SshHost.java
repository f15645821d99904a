package io.caretaker.hosts.ssh;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.host.Command;
import io.caretaker.core.host.CommandResult;
import io.caretaker.core.host.FarPort;
import io.caretaker.core.host.FileReply;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.host.HostFacts;
import io.caretaker.core.host.HostReport;
import io.caretaker.core.host.ProcessFacts;
import io.caretaker.core.host.ProcessWatch;
import io.caretaker.core.host.ServiceControl;
import io.caretaker.core.host.ServiceManager;
import io.caretaker.core.host.Tunnel;
import io.caretaker.core.inventory.SshConfig;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.secret.Secret;
import io.caretaker.core.secret.SecretSource;
import io.caretaker.hosts.ProcessLookup;
import io.caretaker.hosts.local.HostServices;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.client.session.forward.ExplicitPortForwardingTracker;
import org.jspecify.annotations.Nullable;

/// A machine that is reached by SSH. Thread-safe.
final class SshHost implements HostAccess, ProcessLookup {
    private final Link link;
    private final SshConfig config;
    private final SecretSource secrets;
    private final RemoteFiles files;
    private final RemoteProcesses processes;
    private final HostServices services;
    private final RemoteReports reports;
    private @Nullable RemoteWatch watch;

    SshHost(Link link, SshConfig config, SecretSource secrets) {
        this.link = link;
        this.config = config;
        this.secrets = secrets;
        var scripts = new Scripts(this);
        this.files = new RemoteFiles(scripts);
        this.processes = new RemoteProcesses(scripts);
        this.services = new HostServices(this, this::start);
        this.reports = new RemoteReports(this);
    }

    @Override
    public CommandResult run(Command command, Deadline deadline) throws InterruptedException {
        return run(command, false, deadline);
    }

    /// As [#run], and a daemon that it starts may go on writing to the output it was given.
    CommandResult start(Command command, Deadline deadline) throws InterruptedException {
        return run(command, true, deadline);
    }

    private CommandResult run(Command command, boolean keepOutput, Deadline deadline)
            throws InterruptedException {
        String text = command.input();
        byte[] input = text == null ? null : text.getBytes(StandardCharsets.UTF_8);
        return run(command, keepOutput, input, RemoteRun.KEPT_BYTES, deadline).result();
    }

    RemoteRun.Ended run(
            Command command,
            boolean keepOutput,
            byte @Nullable [] input,
            int limit,
            Deadline deadline)
            throws InterruptedException {
        if (deadline.expired()) {
            return new RemoteRun.Ended(new CommandResult.TimedOut("", ""), 0, 0);
        }
        try {
            var way = new RemoteLine(config.user(), keepOutput, password(command));
            return RemoteRun.of(link, way, command, input, limit, deadline);
        } catch (Problem e) {
            return RemoteRun.notBegun(e.message());
        }
    }

    private @Nullable Secret password(Command command) {
        boolean raised = command.sudo() || command.user() != null;
        return raised && config.sudoPassword() != null
                ? secrets.resolve(config.sudoPassword())
                : null;
    }

    boolean useSudo() {
        return config.useSudo() && !config.user().equals("root");
    }

    /// The one watch of the host; a new one when that was closed.
    synchronized ProcessWatch watch() {
        RemoteWatch known = watch;
        if (known == null || known.closed()) {
            known = new RemoteWatch(link);
            watch = known;
        }
        return known;
    }

    Link link() {
        return link;
    }

    @Override
    public FileReply readTail(String path, int maxBytes) {
        return files.readTail(path, maxBytes);
    }

    @Override
    public void replaceFile(String path, byte[] content, String mode) {
        files.replace(path, content, mode);
    }

    @Override
    public boolean moveFile(String from, String to) {
        return files.move(from, to);
    }

    @Override
    public Tunnel tunnel(String host, int port, Deadline deadline) throws InterruptedException {
        Link.Use use = link.use(deadline);
        try {
            ExplicitPortForwardingTracker way =
                    Jump.forward(use.session(), link.target(), host, port);
            return new SshTunnel(way, use);
        } catch (Problem e) {
            use.close();
            throw e;
        }
    }

    @Override
    public FarPort look(String host, int port, Deadline deadline) throws InterruptedException {
        try (Link.Use use = link.use(deadline)) {
            return Jump.look(use.session(), link.target(), host, port, deadline);
        }
    }

    @Override
    public HostFacts facts(Deadline deadline) throws InterruptedException {
        return reports.facts(deadline);
    }

    @Override
    public HostReport report(ServiceControl control, Deadline deadline)
            throws InterruptedException {
        return reports.of(control, deadline);
    }

    @Override
    public List<ProcessFacts> processes() {
        return processes.all(true);
    }

    @Override
    public Optional<ProcessFacts> process(long pid) {
        return processes.one(pid, true);
    }

    @Override
    public List<ProcessFacts> processesWithoutSockets() {
        return processes.all(false);
    }

    @Override
    public Optional<ProcessFacts> processWithoutSockets(long pid) {
        return processes.one(pid, false);
    }

    @Override
    public ServiceManager services() {
        return services;
    }
}
