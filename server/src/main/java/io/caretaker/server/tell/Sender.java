package io.caretaker.server.tell;

import io.caretaker.core.alert.AlertingPolicy;
import io.caretaker.core.alert.Channel;
import io.caretaker.core.alert.Delivery;
import io.caretaker.core.alert.DeliveryRules;
import io.caretaker.core.alert.SendReply;
import io.caretaker.core.check.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends the messages of one channel, one after the other in their order: the next leaves when the
/// one before has arrived or was given up. Each attempt is written down before the next is made, so
/// that whoever ends in between repeats at most one message. Thread-safe.
final class Sender {
    private static final Logger LOG = LoggerFactory.getLogger("alerts");

    /// A clock that is set back must not keep a message from being tried.
    private static final Duration LONGEST_REST = Duration.ofHours(1);

    private static final Duration AFTER_DEFECT = Duration.ofSeconds(10);
    static final String REMOVED = "the channel was removed from the configuration";

    /// What senders have in common.
    ///
    /// @param policy as it is in force, asked each time
    record Office(
            AlertBook book,
            AlertDesk desk,
            Supplier<AlertingPolicy> policy,
            Duration sendLimit,
            Duration sendGrace,
            InstantSource clock,
            Ticker ticker,
            RandomGenerator random) {}

    private final Office office;
    private final ChannelAlarm alarm;
    private final SendAttempt attempt;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition something = lock.newCondition();
    private final ArrayDeque<Delivery> waiting = new ArrayDeque<>();
    private final Thread thread;
    private volatile Channel channel;
    private long headDueNanos;
    private boolean closed;

    Sender(Channel channel, Office office) {
        this.channel = channel;
        this.office = office;
        this.alarm = new ChannelAlarm(channel.name(), office.desk);
        this.attempt = new SendAttempt(office.sendLimit, office.sendGrace, office.ticker);
        // The store blocks whoever calls it, so that this is no virtual thread.
        this.thread =
                Thread.ofPlatform()
                        .daemon()
                        .name("caretaker-send-" + channel.name())
                        .unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// Sends by another channel of the same name from the next attempt on, which is made now: what
    /// was refused may arrive.
    void use(Channel another) {
        lock.lock();
        try {
            channel = another;
            headDueNanos = office.ticker.nanos();
            something.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Takes deliveries over that it does not have yet.
    void add(List<Delivery> deliveries) {
        lock.lock();
        try {
            for (Delivery each : deliveries) {
                if (waiting.stream().noneMatch(known -> known.id().equals(each.id()))) {
                    waiting.add(each);
                }
                if (waiting.size() == 1) {
                    headIsDue(each);
                }
            }
            something.signalAll();
        } finally {
            lock.unlock();
        }
    }

    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    private void headIsDue(@Nullable Delivery head) {
        if (head != null) {
            Duration rest = Duration.between(office.clock.instant(), head.next());
            Duration kept = rest.compareTo(LONGEST_REST) < 0 ? rest : LONGEST_REST;
            headDueNanos = office.ticker.nanos() + Math.max(0, kept.toNanos());
        }
    }

    /// Looks at the time anew, as after it was set.
    void wake() {
        lock.lock();
        try {
            something.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (true) {
            try {
                Delivery head = awaitDue();
                if (head == null) {
                    return;
                }
                deliver(head);
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.atError()
                        .setCause(e)
                        .addKeyValue("channel", channel.name())
                        .log("sending met a defect and goes on");
                rest();
            }
        }
    }

    private void rest() {
        lock.lock();
        try {
            headDueNanos = office.ticker.nanos() + AFTER_DEFECT.toNanos();
        } finally {
            lock.unlock();
        }
    }

    /// The next message once it is time for it; null when there will be none.
    private @Nullable Delivery awaitDue() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed) {
                Delivery head = waiting.peek();
                if (head == null) {
                    something.await();
                } else {
                    long left = headDueNanos - office.ticker.nanos();
                    if (left <= 0) {
                        return head;
                    }
                    something.awaitNanos(left);
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private void deliver(Delivery head) throws InterruptedException {
        SendReply reply = attempt.send(channel, head.message());
        Instant now = office.clock.instant();
        Delivery after =
                DeliveryRules.after(
                        head, reply, office.policy.get().giveUp(), office.random.nextDouble(), now);
        office.book.write(List.of(), List.of(after));
        replaceHead(after);
        alarm.heard(reply, after, waiting(), now);
    }

    private void replaceHead(Delivery after) {
        lock.lock();
        try {
            waiting.poll();
            if (after.waiting()) {
                waiting.addFirst(after);
            }
            headIsDue(waiting.peek());
        } finally {
            lock.unlock();
        }
    }

    /// Sends nothing more; what is being sent may still arrive.
    void close() {
        lock.lock();
        try {
            closed = true;
            something.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits for what is being sent, and ends it when the time is over.
    void end(Duration limit) throws InterruptedException {
        if (!thread.join(limit)) {
            thread.interrupt();
            thread.join(Duration.ofMillis(200));
        }
    }

    /// What was not sent, once it has ended.
    List<Delivery> left() {
        lock.lock();
        try {
            return List.copyOf(waiting);
        } finally {
            lock.unlock();
        }
    }
}
