package io.caretaker.mysql;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Fault;
import java.util.List;

/// A way to the rights that locking accounts takes. Thread-safe.
interface AccountsWay {
    /// Runs statements and then a query on one connection, and gives the query's first column, a
    /// line for each row.
    Answer ask(List<String> statements, String query, Deadline deadline)
            throws InterruptedException;

    /// The server's, as it was when the way was found.
    ServerVersion version();

    /// For people, after "asked" (`as root over its Unix socket`).
    String words();

    /// What came of asking.
    sealed interface Answer {
        record Told(String text) implements Answer {}

        /// Why it was not told.
        record NotTold(String reason, Fault fault) implements Answer {}
    }
}
