package io.caretaker.core.host;

/// Tells the death of processes of one host as an event, not by polling. Thread-safe.
public interface ProcessWatch extends AutoCloseable {
    /// Calls `onExit` once, soon (milliseconds) after the process has ended; at once when it does
    /// not exist. The callback is short and does not block.
    ///
    /// @param onLost called once instead, when the watch itself was lost (the connection to the
    ///   host broke), which says nothing about the process
    Watched watch(long pid, Runnable onExit, Runnable onLost);

    /// As above, where losing the watch does not matter.
    default Watched watch(long pid, Runnable onExit) {
        return watch(pid, onExit, () -> {});
    }

    @Override
    void close();

    /// A watch that can be given up.
    interface Watched extends AutoCloseable {
        /// No callback comes after this returns, unless it has begun.
        @Override
        void close();
    }
}
