package io.caretaker.hosts.probe;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.Fault;
import io.caretaker.core.check.Outcome;
import io.caretaker.core.check.Probe;
import io.caretaker.core.check.ProbeReply;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// A probe's answer, asked on a virtual thread as the server does, with the time it took.
record Asked(ProbeReply reply, Duration took) {

    static Asked ask(Probe probe, CheckSpec spec, long millis) throws Exception {
        var answer = new CompletableFuture<ProbeReply>();
        long begin = System.nanoTime();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        answer.complete(
                                probe.probe(
                                        Services.checkedBy(spec),
                                        Services.HOST,
                                        spec,
                                        Services.within(millis)));
                    } catch (InterruptedException | RuntimeException e) {
                        answer.completeExceptionally(e);
                    }
                });
        try {
            return new Asked(answer.get(), Duration.ofNanos(System.nanoTime() - begin));
        } catch (ExecutionException e) {
            throw new AssertionError("the probe threw", e.getCause());
        }
    }

    Outcome outcome() {
        return reply.outcome();
    }

    @Nullable Fault fault() {
        return outcome() instanceof Outcome.Down down ? down.fault() : null;
    }
}
