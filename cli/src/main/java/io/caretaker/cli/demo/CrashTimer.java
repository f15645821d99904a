package io.caretaker.cli.demo;

import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.status.Transition;
import io.caretaker.server.watch.CheckResult;
import io.caretaker.server.watch.StatusBoard;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Measures from a crash to the moment its service is known to be down, and to the moment it works
/// again.
final class CrashTimer implements StatusBoard.Listener {
    private final ServiceId service;
    private final CountDownLatch down = new CountDownLatch(1);
    private final CountDownLatch up = new CountDownLatch(1);
    private volatile boolean armed;
    private volatile long downNanos;
    private volatile long upNanos;

    CrashTimer(ServiceId service) {
        this.service = service;
    }

    void arm() {
        armed = true;
    }

    @Override
    public void observed(CheckResult result, Transition transition) {
        if (!armed || !result.service().id().equals(service)) {
            return;
        }
        if (transition.kind() == Transition.Kind.HARD_DOWN && down.getCount() > 0) {
            downNanos = System.nanoTime();
            down.countDown();
        } else if (transition.kind() == Transition.Kind.HARD_UP && down.getCount() == 0) {
            upNanos = System.nanoTime();
            up.countDown();
        }
    }

    boolean awaitDown(Duration limit) throws InterruptedException {
        return down.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    boolean awaitUp(Duration limit) throws InterruptedException {
        return up.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    long downAfterMillis(long crashNanos) {
        return TimeUnit.NANOSECONDS.toMillis(downNanos - crashNanos);
    }

    long upAfterMillis(long crashNanos) {
        return TimeUnit.NANOSECONDS.toMillis(upNanos - crashNanos);
    }
}
