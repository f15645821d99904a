package io.caretaker.hosts;

import io.caretaker.core.host.HostAccess;
import io.caretaker.core.host.ProcessFacts;
import java.util.List;
import java.util.Optional;

/// Looks at processes where their sockets do not matter: many times cheaper, since nobody's open
/// files are looked at.
public interface ProcessLookup {
    /// As [HostAccess#processes].
    List<ProcessFacts> processesWithoutSockets();

    /// As [HostAccess#process].
    Optional<ProcessFacts> processWithoutSockets(long pid);

    /// The cheap way of a host, or else the dear one.
    static ProcessLookup of(HostAccess host) {
        return host instanceof ProcessLookup cheap
                ? cheap
                : new ProcessLookup() {
                    @Override
                    public List<ProcessFacts> processesWithoutSockets() {
                        return host.processes();
                    }

                    @Override
                    public Optional<ProcessFacts> processWithoutSockets(long pid) {
                        return host.process(pid);
                    }
                };
    }
}
