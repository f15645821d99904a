package io.caretaker.server;

import java.time.Duration;

/// Lets a loop rest between its turns, and lets others have the next turn at once and wait for it.
/// Thread-safe.
final class Turns {
    private long asked;
    private long begun;
    private long ended;

    /// Rests that long, or until somebody wants a turn.
    synchronized void rest(Duration length) throws InterruptedException {
        long end = System.nanoTime() + length.toNanos();
        for (long left = length.toNanos(); asked == begun && left > 0; ) {
            wait(left / 1_000_000, (int) (left % 1_000_000));
            left = end - System.nanoTime();
        }
    }

    /// A turn begins: it sees all that was done before it was asked for.
    synchronized void begin() {
        begun = asked;
    }

    /// What was asked for is done, or cannot be.
    synchronized void end() {
        ended = begun;
        notifyAll();
    }

    /// Asks for a turn and waits for its end.
    ///
    /// @return false when it took longer
    synchronized boolean ask(Duration limit) throws InterruptedException {
        long mine = ++asked;
        notifyAll();
        long end = System.nanoTime() + limit.toNanos();
        for (long left = limit.toNanos(); ended < mine && left > 0; ) {
            wait(left / 1_000_000, (int) (left % 1_000_000));
            left = end - System.nanoTime();
        }
        return ended >= mine;
    }
}
