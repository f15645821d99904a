package io.caretaker.core.host;

import java.time.Duration;
import java.util.Optional;

/// Tells the service manager that started caretaker how it is. Thread-safe; never throws: a manager
/// that does not listen is no reason to stop working.
public interface ServiceNotifier {
    /// Nobody wants to be told.
    ServiceNotifier NOBODY =
            new ServiceNotifier() {
                @Override
                public void ready(String status) {}

                @Override
                public void reloading() {}

                @Override
                public void stopping() {}

                @Override
                public void status(String status) {}

                @Override
                public void alive() {}

                @Override
                public Optional<Duration> watchdog() {
                    return Optional.empty();
                }
            };

    /// Started, or a reload is over.
    ///
    /// @param status one line for people
    void ready(String status);

    /// The configuration is being read anew; [#ready] follows.
    void reloading();

    /// The end has begun.
    void stopping();

    /// One line for people.
    void status(String status);

    /// The watchdog's food.
    void alive();

    /// How long the manager waits for the next [#alive] before it restarts caretaker; empty when it
    /// does not wait.
    Optional<Duration> watchdog();
}
