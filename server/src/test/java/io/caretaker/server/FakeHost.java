package io.caretaker.server;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.host.Command;
import io.caretaker.core.host.CommandResult;
import io.caretaker.core.host.ControlAction;
import io.caretaker.core.host.FileReply;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.host.HostFacts;
import io.caretaker.core.host.HostReport;
import io.caretaker.core.host.ProcessFacts;
import io.caretaker.core.host.ServiceControl;
import io.caretaker.core.host.ServiceManager;
import io.caretaker.core.host.Tunnel;
import io.caretaker.core.host.UnitState;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;

/// A machine in memory: files, a service manager that records what it was told, programs that
/// answer as scripted.
final class FakeHost implements HostAccess, ServiceManager {
    final Map<String, String> files = new ConcurrentHashMap<>();
    final Map<Long, ProcessFacts> table = new ConcurrentHashMap<>();
    final List<ControlAction> actions = new CopyOnWriteArrayList<>();
    volatile UnitState unit = new UnitState(UnitState.Activity.FAILED, "failed", null);
    volatile Function<ControlAction, CommandResult> onAction = _ -> exited(0, "");
    volatile Function<Command, CommandResult> onRun = _ -> exited(0, "");
    volatile long diskFree = 1L << 40;
    volatile double uptime = 1_000_000;
    volatile Supplier<Tunnel> tunnels = () -> new Tunnel.Direct("127.0.0.1", 1);
    volatile boolean gone;

    static CommandResult exited(int code, String output) {
        return new CommandResult.Exited(code, output, "", Duration.ofMillis(1));
    }

    @Override
    public CommandResult run(Command command, Deadline deadline) {
        return onRun.apply(command);
    }

    @Override
    public FileReply readTail(String path, int maxBytes) {
        String text = files.get(path);
        return text == null
                ? new FileReply.Missing()
                : new FileReply.Content(
                        text.substring(Math.max(0, text.length() - maxBytes)), text.length());
    }

    @Override
    public void replaceFile(String path, byte[] content, String mode) {
        files.put(path, new String(content, StandardCharsets.UTF_8));
    }

    @Override
    public boolean moveFile(String from, String to) {
        String text = files.remove(from);
        if (text == null) {
            return false;
        }
        files.put(to, text);
        return true;
    }

    @Override
    public HostFacts facts(Deadline deadline) {
        return new HostFacts(
                2,
                1.0,
                100,
                50,
                0,
                0,
                0,
                0,
                0,
                uptime,
                List.of(new HostFacts.Disk("/", 1L << 41, diskFree, 50, null)),
                null,
                List.of());
    }

    @Override
    public HostReport report(ServiceControl control, Deadline deadline) {
        return new HostReport(unit, facts(deadline));
    }

    @Override
    public Tunnel tunnel(String address, int port, Deadline deadline) {
        return tunnels.get();
    }

    @Override
    public List<ProcessFacts> processes() {
        if (gone) {
            throw new Problem(ProblemCode.UNREACHABLE, "the host does not let us in", "");
        }
        return List.copyOf(table.values());
    }

    @Override
    public Optional<ProcessFacts> process(long pid) {
        return Optional.ofNullable(table.get(pid));
    }

    @Override
    public ServiceManager services() {
        return this;
    }

    @Override
    public UnitState state(ServiceControl control, Deadline deadline) {
        return unit;
    }

    @Override
    public CommandResult act(
            ServiceControl control, ControlAction action, boolean sudo, Deadline deadline) {
        actions.add(action);
        return onAction.apply(action);
    }
}
