package io.caretaker.core.liveness;

import io.caretaker.core.check.Deadline;
import java.util.Optional;

/// A sign of life to an outside service, which notices when it no longer comes. Thread-safe.
@FunctionalInterface
public interface LifeSign {
    /// Gives one sign, within the deadline.
    ///
    /// @return empty when it arrived; else why not, without secrets
    Optional<String> give(Deadline deadline) throws InterruptedException;
}
