package io.caretaker.server.tell;

import io.caretaker.core.alert.Alert;
import io.caretaker.core.alert.AlertKey;
import io.caretaker.core.alert.Notice;
import io.caretaker.core.alert.Notifier;
import io.caretaker.core.alert.Subject;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/// Where every part of the daemon says what it has to say of problems. It only takes notices in and
/// knows which problems are there; [AlertLoop] does the rest. Thread-safe.
public final class AlertDesk implements Notifier {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition something = lock.newCondition();
    private final NoticeQueue queue = new NoticeQueue();
    private final Map<Subject, Set<AlertKey>> firing = new ConcurrentHashMap<>();
    private final Listeners listeners;
    private volatile Predicate<Notice> quiet = _ -> false;
    private boolean woken;

    /// @param listeners told of every notice besides
    public AlertDesk(List<Notifier> listeners) {
        this.listeners = new Listeners(listeners);
    }

    @Override
    public void tell(Notice notice) {
        lock.lock();
        try {
            queue.add(notice);
            switch (notice.kind()) {
                case RAISED -> remember(notice.key());
                case CLEARED -> forget(notice.key());
                case NOTED -> {}
            }
            something.signalAll();
        } finally {
            lock.unlock();
        }
        if (!quiet.test(notice)) {
            listeners.tell(notice);
        }
    }

    /// Spares the listeners some notices.
    public void spare(Predicate<Notice> which) {
        quiet = which;
    }

    @Override
    public Set<AlertKey> firing(Subject subject) {
        return firing.getOrDefault(subject, Set.of());
    }

    private void remember(AlertKey key) {
        firing.compute(
                key.subject(),
                (_, known) -> {
                    if (known != null && known.contains(key)) {
                        return known;
                    }
                    var more = new HashSet<>(known == null ? Set.of() : known);
                    more.add(key);
                    return Set.copyOf(more);
                });
    }

    private void forget(AlertKey key) {
        firing.computeIfPresent(
                key.subject(),
                (_, known) -> {
                    if (!known.contains(key)) {
                        return known;
                    }
                    var less = new HashSet<>(known);
                    less.remove(key);
                    return less.isEmpty() ? null : Set.copyOf(less);
                });
    }

    /// Learns how alerts stand. What is said of their problems meanwhile is newer.
    void know(Collection<Alert> alerts) {
        lock.lock();
        try {
            for (Alert alert : alerts) {
                if (!alert.event() && !queue.holds(alert.key())) {
                    if (alert.firing()) {
                        remember(alert.key());
                    } else {
                        forget(alert.key());
                    }
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /// Takes what waits.
    List<Notice> take() {
        lock.lock();
        try {
            woken = false;
            return queue.take();
        } finally {
            lock.unlock();
        }
    }

    /// Ends a wait although nothing was said.
    void wake() {
        lock.lock();
        try {
            woken = true;
            something.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until something is said, somebody wakes it, or the time is over.
    void await(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (queue.isEmpty() && !woken && left > 0) {
                left = something.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Listeners hear nothing more.
    void close() {
        listeners.close();
    }
}
