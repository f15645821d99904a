package io.caretaker.hosts.probe;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Outcome;
import io.caretaker.core.check.Probe;
import io.caretaker.core.check.ProbeReply;
import io.caretaker.core.host.Hosts;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.problem.Problem;
import java.time.InstantSource;

/// Looks for a process of a host by its PID file or its command line. Thread-safe.
public final class ProcessProbe implements Probe {
    private final Hosts hosts;
    private final InstantSource clock;

    public ProcessProbe(Hosts hosts, InstantSource clock) {
        this.hosts = hosts;
        this.clock = clock;
    }

    @Override
    public ProbeReply probe(Service service, Host host, CheckSpec spec, Deadline deadline)
            throws InterruptedException {
        if (!(spec instanceof CheckSpec.ProcessAlive wanted)) {
            throw new IllegalArgumentException("not a process check: " + spec.method());
        }
        try {
            var search = new ProcessSearch(hosts.of(host), host.local(), clock, deadline);
            return wanted.pidFile() != null
                    ? search.byFile(wanted.pidFile())
                    : search.byMatch(String.valueOf(wanted.match()));
        } catch (Problem e) {
            return ProbeReply.of(
                    new Outcome.Unknown(
                            "the host cannot be asked: " + Texts.oneLine(e.message()),
                            e.message()));
        }
    }
}
