package io.caretaker.cli.watch;

import java.util.List;

/// What a person decides in the live overview.
public sealed interface Order {
    /// Somebody sees to these alerts.
    record Acknowledge(List<String> alerts) implements Order {
        public Acknowledge {
            alerts = List.copyOf(alerts);
        }
    }

    /// A yes or no to a recovery.
    ///
    /// @param label the service's name for people
    record Decide(String approval, String label, boolean deny) implements Order {}

    record Pause() implements Order {}

    record Resume() implements Order {}
}
