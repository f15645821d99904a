package io.caretaker.server.watch;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Ticker;
import io.caretaker.core.host.Hosts;
import io.caretaker.core.host.Reachability;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.status.HostRules.Others;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/// Asks a host whether it answers, and others whether anybody does. Thread-safe.
final class HostKnock {
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final int MOST_OTHERS = 3;

    private final Hosts hosts;
    private final List<Witness> witnesses;
    private final Ticker ticker;

    HostKnock(Hosts hosts, List<Witness> witnesses, Ticker ticker) {
        this.hosts = hosts;
        this.witnesses = List.copyOf(witnesses);
        this.ticker = ticker;
    }

    Reachability ask(Host host) throws InterruptedException {
        try {
            return hosts.knock(host, Deadline.after(LIMIT, ticker));
        } catch (Problem problem) {
            return new Reachability.NotAsked(problem.message());
        }
    }

    /// Asks the witnesses and a few other hosts at the same time.
    ///
    /// @param candidates other hosts, those that answered last in front
    Others others(List<Host> candidates) throws InterruptedException {
        var questions = new ArrayList<BooleanSupplier>();
        witnesses.forEach(each -> questions.add(() -> each.answers(limit())));
        candidates.stream().limit(MOST_OTHERS).forEach(each -> questions.add(() -> answers(each)));
        var answered = new AtomicInteger();
        var open = new CountDownLatch(questions.size());
        questions.forEach(question ->
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                if (question.getAsBoolean()) {
                                    answered.incrementAndGet();
                                }
                            } finally {
                                open.countDown();
                            }
                        }));
        boolean all = open.await(LIMIT.multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS);
        return new Others(all || answered.get() > 0 ? questions.size() : 0, answered.get());
    }

    private boolean answers(Host host) {
        try {
            return ask(host) instanceof Reachability.Answers;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Deadline limit() {
        return Deadline.after(LIMIT, ticker);
    }
}
