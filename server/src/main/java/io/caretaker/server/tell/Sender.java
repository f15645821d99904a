package io.caretaker.server.tell;

import io.caretaker.core.alert.AlertingPolicy;
import io.caretaker.core.alert.Channel;
import io.caretaker.core.alert.Delivery;
import io.caretaker.core.alert.DeliveryRules;
import io.caretaker.core.alert.Message;
import io.caretaker.core.alert.MessageLine;
import io.caretaker.core.alert.SendReply;
import io.caretaker.core.check.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends the messages of one channel, one after the other in their order: the next leaves when the
/// one before has arrived or was given up. One that failed [DeliveryRules#FAILING] times lets those
/// behind it that speak of other alerts pass while it waits, unless the receiver asked for a pause
/// or refuses the channel as a whole. Each attempt is written down before the next is made, so that
/// whoever ends in between repeats at most one message. Thread-safe.
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
    private final Map<String, Due> waiting = new LinkedHashMap<>();
    private final LongAdder sent = new LongAdder();
    private final LongAdder dead = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final Thread thread;
    private volatile Channel channel;
    private Instant lastArrival = Instant.MIN;
    private long restUntilNanos;
    private boolean closed;

    /// A message and when it is to be tried.
    private record Due(Delivery delivery, long nanos) {}

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
            long now = office.ticker.nanos();
            restUntilNanos = now;
            waiting.replaceAll((_, due) -> new Due(due.delivery, now));
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
                waiting.computeIfAbsent(each.id(), _ -> due(each));
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

    private Due due(Delivery delivery) {
        Duration rest = Duration.between(office.clock.instant(), delivery.next());
        Duration kept = rest.compareTo(LONGEST_REST) < 0 ? rest : LONGEST_REST;
        return new Due(delivery, office.ticker.nanos() + Math.max(0, kept.toNanos()));
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
                Delivery next = awaitDue();
                if (next == null) {
                    return;
                }
                deliver(next);
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
            restUntilNanos = office.ticker.nanos() + AFTER_DEFECT.toNanos();
        } finally {
            lock.unlock();
        }
    }

    /// The next message once it is time for it; null when there will be none.
    private @Nullable Delivery awaitDue() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed) {
                Due next = next();
                if (next == null) {
                    something.await();
                    continue;
                }
                long left = Math.max(next.nanos, restUntilNanos) - office.ticker.nanos();
                if (left <= 0) {
                    return next.delivery;
                }
                something.awaitNanos(left);
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /// The first in order; but while that waits for yet another attempt, whoever is due sooner and
    /// speaks of none of the same alerts: of one alert everything arrives in its order.
    private @Nullable Due next() {
        Due soonest = null;
        var passed = new HashSet<String>();
        for (Due each : waiting.values()) {
            Message message = each.delivery.message();
            List<String> alerts = message.lines().stream().map(MessageLine::alert).toList();
            boolean free =
                    soonest == null
                            || (message.more() == 0 && Collections.disjoint(passed, alerts));
            if (free && (soonest == null || each.nanos - soonest.nanos < 0)) {
                soonest = each;
            }
            boolean patient = free && each.delivery.attempts() < DeliveryRules.FAILING;
            if (patient || message.more() > 0) {
                break;
            }
            passed.addAll(alerts);
        }
        return soonest;
    }

    private void deliver(Delivery delivery) throws InterruptedException {
        SendReply reply = attempt.send(channel, delivery.message());
        Instant now = office.clock.instant();
        Delivery tried =
                DeliveryRules.after(
                        delivery,
                        reply,
                        office.policy.get().giveUp(),
                        office.random.nextDouble(),
                        now);
        Delivery after =
                DeliveryRules.unlessStubborn(
                        tried, lastArrival.isAfter(delivery.message().at()), now);
        if (after.state() == Delivery.State.SENT) {
            lastArrival = now;
        }
        office.book.write(List.of(), List.of(kept(after)));
        count(after);
        replace(after, reply);
        alarm.heard(reply, after, waiting(), now);
    }

    private void count(Delivery after) {
        switch (after.state()) {
            case SENT -> sent.increment();
            case DEAD -> dead.increment();
            case WAITING -> failed.increment();
        }
    }

    AlertFigures.ChannelFigures figures() {
        return new AlertFigures.ChannelFigures(waiting(), sent.sum(), dead.sum(), failed.sum());
    }

    /// What is said each minute would soon be most of the history.
    private Delivery kept(Delivery after) {
        boolean routine =
                channel.kind().repeat() != null
                        && after.state() == Delivery.State.SENT
                        && after.message().repeats();
        return routine ? after.brief() : after;
    }

    private void replace(Delivery after, SendReply reply) {
        lock.lock();
        try {
            if (after.waiting()) {
                Due due = due(after);
                waiting.put(after.id(), due);
                restUntilNanos = wholeChannel(reply) ? due.nanos : restUntilNanos;
            } else {
                waiting.remove(after.id());
            }
        } finally {
            lock.unlock();
        }
    }

    /// Whether the next message would fare no better.
    private static boolean wholeChannel(SendReply reply) {
        return switch (reply) {
            case SendReply.ChannelRefused _ -> true;
            case SendReply.Later(var _, @Nullable Duration pause) -> pause != null;
            case SendReply.Delivered _, SendReply.MessageRefused _, SendReply.Partly _ -> false;
        };
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
            return waiting.values().stream().map(Due::delivery).toList();
        } finally {
            lock.unlock();
        }
    }
}
