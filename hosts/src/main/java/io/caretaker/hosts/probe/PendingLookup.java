package io.caretaker.hosts.probe;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;

/// One lookup and those who wait for it. Thread-safe.
final class PendingLookup extends FutureTask<List<InetAddress>> {
    private final String host;
    private final Consumer<PendingLookup> whenDone;
    private int waiting;
    private volatile boolean started;

    PendingLookup(
            String host, Callable<List<InetAddress>> lookup, Consumer<PendingLookup> whenDone) {
        super(lookup);
        this.host = host;
        this.whenDone = whenDone;
    }

    String host() {
        return host;
    }

    boolean started() {
        return started;
    }

    @Override
    public void run() {
        started = true;
        super.run();
        // Also when it was cancelled before: then `run` returns at once.
        whenDone.accept(this);
    }

    /// False when all who waited had left it, and it was cancelled.
    synchronized boolean join() {
        waiting++;
        return !isCancelled();
    }

    /// Whether nobody waits any more for a lookup that has not begun, which is cancelled then.
    synchronized boolean leave() {
        waiting--;
        return waiting == 0 && !started && cancel(false);
    }
}
