package io.caretaker.hosts.local;

import io.caretaker.hosts.proc.ProcStat;
import io.caretaker.hosts.proc.ProcessTable;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Everything that one program started and that has not become a daemon: the members of the session
/// that it leads. A daemon has left for a session of its own and is spared.
final class Session {
    private static final int ROUNDS = 20;
    private static final long GRACE_MILLIS = 100;

    private final Process leader;

    Session(Process leader) {
        this.leader = leader;
    }

    /// Asks all members to end, and kills them when they do not soon.
    void end() {
        try {
            members().forEach(ProcessHandle::destroy);
            leader.destroy();
            leader.waitFor(GRACE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        kill();
    }

    /// Repeats, because a member may have started another one while the first were counted.
    void kill() {
        for (int round = 0; round < ROUNDS; round++) {
            List<ProcessHandle> members = members();
            members.forEach(ProcessHandle::destroyForcibly);
            leader.destroyForcibly();
            if (members.isEmpty()) {
                return;
            }
            Thread.onSpinWait();
        }
    }

    private List<ProcessHandle> members() {
        List<ProcessHandle> session =
                ProcessTable.pids()
                        .flatMap(pid -> ProcStat.read(pid).stream())
                        .filter(stat -> stat.session() == leader.pid())
                        .flatMap(stat -> ProcessHandle.of(stat.pid()).stream())
                        .toList();
        // Without setsid there is no session of its own, but at least a tree.
        return Stream.concat(session.stream(), leader.descendants().filter(this::sameSession))
                .distinct()
                .toList();
    }

    private boolean sameSession(ProcessHandle process) {
        long own = ProcStat.read(leader.pid()).map(ProcStat::session).orElse(leader.pid());
        return ProcStat.read(process.pid()).map(stat -> stat.session() == own).orElse(false);
    }
}
