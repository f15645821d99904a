package io.caretaker.server.watch;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.health.DatabaseTarget;

/// What an engine is asked once it is known how the server is reached.
@FunctionalInterface
public interface DatabaseQuestion {
    DatabaseReply ask(DatabaseTarget target, Deadline deadline) throws InterruptedException;
}
