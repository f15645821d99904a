package io.caretaker.core.check;

import java.net.InetAddress;
import java.util.List;

/// Turns host names into addresses within a deadline, without ever blocking a carrier of virtual
/// threads.
@FunctionalInterface
public interface NameResolver {
    Resolution resolve(String host, Deadline deadline) throws InterruptedException;

    /// What the name service answered.
    sealed interface Resolution {
        /// At least one address.
        record Found(List<InetAddress> addresses) implements Resolution {
            public Found {
                addresses = List.copyOf(addresses);
            }
        }

        /// The name does not exist.
        record NotFound(String message) implements Resolution {}

        /// No answer in time.
        record TimedOut() implements Resolution {}
    }
}
