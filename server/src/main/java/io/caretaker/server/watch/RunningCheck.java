package io.caretaker.server.watch;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.CheckType;
import io.caretaker.core.check.Fault;
import io.caretaker.core.check.Outcome;
import io.caretaker.core.check.ProbeReply;
import io.caretaker.core.inventory.Service;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

/// A check under way. Whoever ends it first, the check itself or the watchman after its time limit,
/// reports the result; the other's report is dropped.
final class RunningCheck {
    private final Service service;
    private final Thread thread;
    private final Instant startedAt;
    private final long startedNanos;
    private final long endNanos;
    private final AtomicBoolean over = new AtomicBoolean();

    RunningCheck(
            Service service, Thread thread, Instant startedAt, long startedNanos, Duration grace) {
        this.service = service;
        this.thread = thread;
        this.startedAt = startedAt;
        this.startedNanos = startedNanos;
        this.endNanos = startedNanos + service.monitoring().timeout().plus(grace).toNanos();
    }

    boolean overdue(long nowNanos) {
        return nowNanos - endNanos > 0;
    }

    /// True for the one who may report.
    boolean end() {
        return over.compareAndSet(false, true);
    }

    Service service() {
        return service;
    }

    void interrupt() {
        thread.interrupt();
    }

    CheckResult timedOut(long nowNanos) {
        String message = "no answer within " + service.monitoring().timeout().toMillis() + " ms";
        String details = "the check had to be abandoned";
        // Who asks the host and hears nothing has learnt nothing of the service.
        Outcome outcome =
                switch (service.check()) {
                    case CheckSpec.Unit _, CheckSpec.ProcessAlive _, CheckSpec.HostFacts _ ->
                            new Outcome.Unknown(message, details);
                    case CheckSpec.Tcp _,
                            CheckSpec.Http _,
                            CheckSpec.Database _,
                            CheckSpec.Custom _ ->
                            new Outcome.Down(Fault.TIMED_OUT, message, details);
                };
        return new CheckResult(
                service,
                CheckType.STATUS_CHECK,
                ProbeReply.of(outcome),
                startedAt,
                Duration.ofNanos(nowNanos - startedNanos),
                false);
    }
}
