package io.caretaker.hosts.probe;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Fault;
import io.caretaker.core.check.Outcome;
import io.caretaker.core.check.Probe;
import io.caretaker.core.check.ProbeReply;
import io.caretaker.core.host.HostReport;
import io.caretaker.core.host.Hosts;
import io.caretaker.core.host.UnitState;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.Service;

/// Asks the service manager of the service's host. Thread-safe.
public final class UnitProbe implements Probe {
    private final Hosts hosts;

    public UnitProbe(Hosts hosts) {
        this.hosts = hosts;
    }

    @Override
    public ProbeReply probe(Service service, Host host, CheckSpec spec, Deadline deadline)
            throws InterruptedException {
        HostReport report = hosts.of(host).report(service.control(), deadline);
        Outcome outcome = outcome(service.unit(), report.unit());
        return report.facts() == null
                ? ProbeReply.of(outcome)
                : new ProbeReply(outcome, HostFactsProbe.metrics(report.facts()));
    }

    static Outcome outcome(String unit, UnitState state) {
        String said = unit + " is " + state.detail();
        return switch (state.activity()) {
            case ACTIVE -> new Outcome.Up(said);
            case STARTING -> new Outcome.Down(Fault.STARTING, said, null);
            case STOPPING -> new Outcome.Down(Fault.STOPPING, said, null);
            case INACTIVE, FAILED -> new Outcome.Down(Fault.NOT_RUNNING, said, null);
            case MISSING ->
                    new Outcome.Down(
                            Fault.NOT_RUNNING, "there is no service " + unit, state.detail());
            case UNKNOWN ->
                    new Outcome.Unknown(
                            "cannot ask for " + unit + ": " + Texts.oneLine(state.detail()),
                            state.detail());
        };
    }
}
