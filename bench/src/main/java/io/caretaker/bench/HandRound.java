package io.caretaker.bench;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One kill, answered at once and again until the server starts: the least that it takes.
record HandRound(Victim victim) {
    private static final long LONGEST_SECONDS = 60;

    /// Milliseconds until it is ready.
    double run() throws IOException, InterruptedException, ExecutionException, TimeoutException {
        victim.work();
        long began = System.nanoTime();
        long pid = victim.kill();
        var ready = victim.ready(pid);
        victim.start();
        return (ready.get(LONGEST_SECONDS, TimeUnit.SECONDS) - began) / 1e6;
    }
}
