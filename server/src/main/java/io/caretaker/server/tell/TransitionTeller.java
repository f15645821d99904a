package io.caretaker.server.tell;

import io.caretaker.core.alert.AlertKey;
import io.caretaker.core.alert.AlertRule;
import io.caretaker.core.alert.Notice;
import io.caretaker.core.alert.Notifier;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.status.Transition;
import io.caretaker.server.watch.CheckResult;
import io.caretaker.server.watch.StatusBoard;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes changes of status to the log at once, and tells people of them from a thread of its own,
/// so that a slow notifier delays no check. When more wait than it can hold, the rest is counted
/// and told as one. Thread-safe.
public final class TransitionTeller implements StatusBoard.Listener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("watch");
    private static final int MOST_WAITING = 100;

    private final Notifier notifier;
    private final LinkedBlockingQueue<Notice> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
    private final Set<ServiceId> toldDown = ConcurrentHashMap.newKeySet();
    private final Set<ServiceId> silent = ConcurrentHashMap.newKeySet();
    private final AtomicLong left = new AtomicLong();
    private final Thread thread;

    /// @param down services that were down when caretaker ended before
    public TransitionTeller(Notifier notifier, Set<ServiceId> down) {
        this.notifier = notifier;
        this.toldDown.addAll(down);
        this.thread = Thread.ofVirtual().name("caretaker-teller").unstarted(this::tell);
    }

    public void start() {
        thread.start();
    }

    @Override
    public void observed(CheckResult result, Transition transition) {
        Service service = result.service();
        String reason = transition.reason();
        switch (transition.kind()) {
            case NONE -> {}
            case SOFT_FAILURE ->
                    LOG.atDebug()
                            .addKeyValue("service", service.id())
                            .addKeyValue("reason", reason)
                            .log("fails");
            case HARD_DOWN -> {
                LOG.atWarn()
                        .addKeyValue("service", service.id())
                        .addKeyValue("reason", reason)
                        .log("down");
                toldDown.add(service.id());
                silent.remove(service.id());
                offer(
                        result,
                        transition,
                        Notice.raised(
                                result.at(),
                                AlertKey.of(AlertRule.SERVICE_DOWN, service.id()),
                                service.alerting().severity(),
                                service.label() + " is down",
                                reason));
            }
            case STILL_DOWN, HARD_UNKNOWN, DEGRADED_OR_RESTORED -> {
                if (result.hostSilent() && !toldDown.contains(service.id())) {
                    silent.add(service.id());
                }
                LOG.atInfo()
                        .addKeyValue("service", service.id())
                        .addKeyValue("reason", reason)
                        .log("changed");
            }
            case HARD_UP -> {
                boolean wasDown = toldDown.remove(service.id());
                LOG.atInfo()
                        .addKeyValue("service", service.id())
                        .addKeyValue("reason", reason)
                        .log("up");
                // That it works for the first time is no news, and of a silent host people are told
                // that it is back.
                if (!silent.remove(service.id()) && wasDown) {
                    offer(
                            result,
                            transition,
                            Notice.cleared(
                                    result.at(),
                                    AlertKey.of(AlertRule.SERVICE_DOWN, service.id()),
                                    service.label() + " is up",
                                    reason));
                }
            }
        }
    }

    private void offer(CheckResult result, Transition transition, Notice notice) {
        boolean quiet = !result.service().alerting().enabled() || transition.state().unreachable();
        if (!quiet && !waiting.offer(notice)) {
            left.incrementAndGet();
        }
    }

    private void tell() {
        try {
            while (true) {
                Notice notice = waiting.take();
                long more = waiting.isEmpty() ? left.getAndSet(0) : 0;
                notifier.tell(
                        more == 0
                                ? notice
                                : new Notice(
                                        notice.at(),
                                        notice.kind(),
                                        notice.key(),
                                        notice.severity(),
                                        notice.title() + ", and " + more + " more changes",
                                        notice.text()));
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
