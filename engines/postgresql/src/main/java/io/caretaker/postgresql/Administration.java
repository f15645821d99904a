package io.caretaker.postgresql;

import io.caretaker.core.check.Deadline;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A way to run statements on a local server as one of its superusers.
interface Administration {
    /// Runs them in their order on one connection; null when all of them succeeded.
    @Nullable Refusal run(String superuser, List<String> statements, Deadline deadline)
            throws InterruptedException;

    /// Runs statements and then a query on one connection to the database, and gives the query's
    /// one text.
    Answer ask(
            String superuser,
            String database,
            List<String> statements,
            String query,
            Deadline deadline)
            throws InterruptedException;

    /// What came of asking.
    sealed interface Answer {
        record Told(String text) implements Answer {}

        record NotTold(Refusal refusal) implements Answer {}
    }

    /// Why a server did not run them.
    ///
    /// @param asAnotherUser whether the server might not refuse another operating-system user
    record Refusal(String reason, boolean asAnotherUser) {}
}
