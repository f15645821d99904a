package io.caretaker.core.check;

import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.Service;

/// Answers one kind of [CheckSpec].
///
/// Called on a virtual thread, many at a time; thread-safe. A probe returns at the deadline at the
/// latest where it can; the caller enforces it anyway by interrupting and abandoning it, so nothing
/// may be left behind that is not closed by interruption or by the deadline. What the other side
/// did is an [Outcome], never an exception. Names have been resolved by a [NameResolver] before, so
/// that the platform's own lookup answers from its cache.
@FunctionalInterface
public interface Probe {
    /// Looks once.
    ///
    /// @param host the service's host
    ProbeReply probe(Service service, Host host, CheckSpec spec, Deadline deadline)
            throws InterruptedException;
}
