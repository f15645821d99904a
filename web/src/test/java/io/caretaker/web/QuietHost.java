package io.caretaker.web;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.host.Command;
import io.caretaker.core.host.CommandResult;
import io.caretaker.core.host.ControlAction;
import io.caretaker.core.host.FileReply;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.host.HostFacts;
import io.caretaker.core.host.Hosts;
import io.caretaker.core.host.ProcessFacts;
import io.caretaker.core.host.ProcessWatch;
import io.caretaker.core.host.Reachability;
import io.caretaker.core.host.ServiceControl;
import io.caretaker.core.host.ServiceManager;
import io.caretaker.core.host.UnitState;
import io.caretaker.core.inventory.Host;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// A machine that answers and does what it is told, in memory; all hosts are it.
final class QuietHost implements HostAccess, ServiceManager, Hosts {
    final List<ControlAction> actions = new CopyOnWriteArrayList<>();

    private static CommandResult done() {
        return new CommandResult.Exited(0, "", "", Duration.ofMillis(1));
    }

    @Override
    public HostAccess of(Host host) {
        return this;
    }

    @Override
    public Optional<ProcessWatch> processWatch(Host host) {
        return Optional.empty();
    }

    @Override
    public Reachability knock(Host host, Deadline deadline) {
        return new Reachability.Answers();
    }

    @Override
    public CommandResult run(Command command, Deadline deadline) {
        return done();
    }

    @Override
    public FileReply readTail(String path, int maxBytes) {
        return new FileReply.Missing();
    }

    @Override
    public void replaceFile(String path, byte[] content, String mode) {}

    @Override
    public boolean moveFile(String from, String to) {
        return false;
    }

    @Override
    public HostFacts facts(Deadline deadline) {
        var disk = new HostFacts.Disk("/", 1L << 41, 1L << 40, 50, null);
        return new HostFacts(
                2, 1.0, 100, 50, 0, 0, 0, 0, 0, 1_000_000, List.of(disk), null, List.of());
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
        return this;
    }

    @Override
    public UnitState state(ServiceControl control, Deadline deadline) {
        return new UnitState(UnitState.Activity.ACTIVE, "running", null);
    }

    @Override
    public CommandResult act(
            ServiceControl control, ControlAction action, boolean sudo, Deadline deadline) {
        actions.add(action);
        return done();
    }
}
