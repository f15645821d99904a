package io.caretaker.server.tell;

import io.caretaker.core.alert.AlertRule;
import io.caretaker.core.alert.Notice;
import io.caretaker.core.alert.Notifier;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Passes notices on to listeners that may take their time, from a thread of its own. When more
/// wait than it can hold, the rest is counted and told as one. Only that a recovery is about to
/// begin is told in the thread that says so, so that it has left before. Thread-safe.
final class Listeners implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);
    private static final int MOST_WAITING = 100;

    private final List<Notifier> listeners;
    private final LinkedBlockingQueue<Notice> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
    private final AtomicLong left = new AtomicLong();
    private final Thread thread;

    Listeners(List<Notifier> listeners) {
        this.listeners = List.copyOf(listeners);
        this.thread = Thread.ofVirtual().name("caretaker-listeners").unstarted(this::run);
        if (!listeners.isEmpty()) {
            thread.start();
        }
    }

    void tell(Notice notice) {
        if (listeners.isEmpty()) {
            return;
        }
        if (notice.key().rule() == AlertRule.RECOVERY_STARTING) {
            pass(notice);
        } else if (!waiting.offer(notice)) {
            left.incrementAndGet();
        }
    }

    private void run() {
        try {
            while (true) {
                Notice notice = waiting.take();
                long more = waiting.isEmpty() ? left.getAndSet(0) : 0;
                pass(more == 0 ? notice : with(notice, more));
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    private static Notice with(Notice notice, long more) {
        return new Notice(
                notice.at(),
                notice.kind(),
                notice.key(),
                notice.severity(),
                notice.title() + ", and " + more + " more changes",
                notice.text());
    }

    private void pass(Notice notice) {
        for (Notifier each : listeners) {
            try {
                each.tell(notice);
            } catch (RuntimeException e) {
                LOG.atError().setCause(e).log("a listener met a defect and goes on");
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
