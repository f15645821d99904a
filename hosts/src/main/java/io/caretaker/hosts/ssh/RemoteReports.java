package io.caretaker.hosts.ssh;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.host.Command;
import io.caretaker.core.host.CommandResult;
import io.caretaker.core.host.CommandResult.Exited;
import io.caretaker.core.host.HostFacts;
import io.caretaker.core.host.HostReport;
import io.caretaker.core.host.ServiceControl;
import io.caretaker.core.host.UnitState;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.hosts.local.ServiceCommands;
import io.caretaker.hosts.local.UnitStates;
import io.caretaker.hosts.proc.FactsText;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The state of a service and the host's load, in one round trip. The load is sampled at most every
/// ten seconds, however many services are asked for. Thread-safe.
final class RemoteReports {
    private static final Duration FRESH = Duration.ofSeconds(10);

    private final SshHost host;
    private final FactsText reader = new FactsText();
    private @Nullable HostFacts last;
    private long lastAt;

    RemoteReports(SshHost host) {
        this.host = host;
    }

    /// A new sample.
    ///
    /// Throws [Problem] `UNREACHABLE`.
    HostFacts facts(Deadline deadline) throws InterruptedException {
        String mark = mark();
        String script = "exec 2>/dev/null;echo " + mark + " 0;" + FactsText.SCRIPT;
        RemoteRun.Ended ended = ask(script, deadline);
        HostFacts facts = read(afterMark(ended.result(), mark), ended);
        if (facts == null) {
            throw new Problem(
                    ProblemCode.UNREACHABLE,
                    "cannot ask the host: " + ended.result().summary(),
                    "");
        }
        return facts;
    }

    HostReport of(ServiceControl control, Deadline deadline) throws InterruptedException {
        Optional<Command> question = ServiceCommands.state(control);
        boolean sample = due();
        if (question.isEmpty()) {
            UnitState unknown = UnitStates.unknown("no service manager is known for it");
            return new HostReport(unknown, sample ? facts(deadline) : last());
        }
        if (!sample) {
            UnitState state = UnitStates.read(control, host.run(question.get(), deadline));
            return new HostReport(state, last());
        }
        String mark = mark();
        String script =
                ShellQuote.quote(question.get().arguments())
                        + "\nr=$?;echo;echo "
                        + mark
                        + " $r;exec 2>/dev/null\n"
                        + FactsText.SCRIPT;
        RemoteRun.Ended ended = ask(script, deadline);
        HostFacts facts = read(afterMark(ended.result(), mark), ended);
        UnitState state = UnitStates.read(control, unit(ended.result(), mark));
        return new HostReport(state, facts == null ? last() : facts);
    }

    private RemoteRun.Ended ask(String script, Deadline deadline) throws InterruptedException {
        return host.run(
                Command.of("sh", "-c", script), false, null, RemoteRun.KEPT_BYTES, deadline);
    }

    /// Nobody on the host can guess it, so no output can pretend to be another part.
    private static String mark() {
        return UUID.randomUUID().toString();
    }

    private static String afterMark(CommandResult result, String mark) {
        if (!(result instanceof Exited exited)) {
            return "";
        }
        int begin = exited.output().indexOf(mark);
        int end = begin < 0 ? -1 : exited.output().indexOf('\n', begin);
        return end < 0 ? "" : exited.output().substring(end + 1);
    }

    private static CommandResult unit(CommandResult result, String mark) {
        if (!(result instanceof Exited exited) || !exited.output().contains(mark)) {
            return result;
        }
        String output = exited.output();
        int begin = output.indexOf(mark);
        int end = output.indexOf('\n', begin);
        int code = Integer.parseInt(output.substring(begin + mark.length() + 1, end).strip());
        return new Exited(code, output.substring(0, begin), exited.errors(), exited.took());
    }

    private @Nullable HostFacts read(String text, RemoteRun.Ended ended) {
        Duration since = Duration.ofNanos(System.nanoTime() - ended.greetedAt());
        Instant sampled = Instant.now().minus(since).minusNanos(ended.openedNanos() / 2);
        Optional<HostFacts> facts = reader.parse(text, sampled);
        facts.ifPresent(this::keep);
        return facts.orElse(null);
    }

    private synchronized void keep(HostFacts facts) {
        last = facts;
        lastAt = System.nanoTime();
    }

    private synchronized @Nullable HostFacts last() {
        return last;
    }

    private synchronized boolean due() {
        return last == null || System.nanoTime() - lastAt > FRESH.toNanos();
    }
}
