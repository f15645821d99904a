package io.caretaker.core.host;

/// Tells the death of local processes as an event, not by polling. Thread-safe.
public interface ProcessWatch extends AutoCloseable {
    /// Calls `onExit` once, soon (milliseconds) after the process has ended; at once when it does
    /// not exist. The callback is short and does not block.
    Watched watch(long pid, Runnable onExit);

    @Override
    void close();

    /// A watch that can be given up.
    interface Watched extends AutoCloseable {
        /// No callback comes after this returns, unless it has begun.
        @Override
        void close();
    }
}
