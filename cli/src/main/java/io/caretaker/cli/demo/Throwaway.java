package io.caretaker.cli.demo;

import java.util.OptionalLong;

/// A real database server in a temporary directory that belongs to the demonstration alone.
interface Throwaway {
    /// What it is called in the story (`postgresql`, `mariadb`).
    String name();

    /// Makes the data directory and starts the server; returns when it accepts connections.
    void start() throws InterruptedException;

    int port();

    /// The main process as the server itself wrote it down; empty when none lives.
    OptionalLong pid();

    /// Ends the server, however often caretaker has started it anew meanwhile. Harmless when it
    /// does not run.
    void end() throws InterruptedException;
}
