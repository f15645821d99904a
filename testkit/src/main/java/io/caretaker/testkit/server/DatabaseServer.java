package io.caretaker.testkit.server;

import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.secret.Secret;

/// A real database server in a directory of its own, on a free port of the loopback interface.
public interface DatabaseServer extends AutoCloseable {
    /// The administrator's log-in over TCP; its password is [#password].
    DatabaseTarget target();

    Secret password();

    /// The main process.
    long pid();

    /// Starts it and waits until it takes log-ins.
    void start();

    /// Ends the main process by SIGKILL and waits until it is gone.
    void kill();

    /// Stops every process of the server where it stands (SIGSTOP): it accepts and never answers.
    void freeze();

    /// Lets frozen processes go on.
    void thaw();

    /// Ends the server and removes its files.
    @Override
    void close();
}
