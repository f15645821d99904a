package io.caretaker.server.tell;

import io.caretaker.core.alert.AlertStore;
import io.caretaker.core.alert.AlertingPolicy;
import io.caretaker.core.check.Ticker;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.server.alive.Pulse;
import io.caretaker.server.watch.StatusBoard;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns what the desk hears into messages, as soon as something is said, when something is due,
/// and when people or the configuration want something else; a few times a second at most, so that
/// much at once becomes one turn. Thread-safe.
public final class AlertLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("alerts");
    private static final Duration SHORTEST_TURN = Duration.ofMillis(100);
    private static final Duration LONGEST_REST = Duration.ofSeconds(1);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(3);
    private static final Duration SEND_LIMIT = Duration.ofSeconds(60);
    private static final Duration SEND_GRACE = Duration.ofSeconds(5);

    private final AlertDesk desk;
    private final AlertRound round;
    private final Senders senders;
    private final AtomicReference<@Nullable AlertingSetup> young = new AtomicReference<>();
    private final Pulse pulse;
    private final Thread thread;
    private volatile AlertingPolicy policy;
    private volatile AlertingSetup inForce;
    private volatile boolean closed;

    /// @param checkNow called for services whose status decides what people are told
    public AlertLoop(
            AlertDesk desk,
            Supplier<AlertStore> store,
            StatusBoard board,
            AlertingSetup setup,
            Consumer<ServiceId> checkNow,
            InstantSource clock,
            Ticker ticker,
            RandomGenerator random) {
        var book = new AlertBook(store);
        this.desk = desk;
        this.policy = setup.policy();
        this.inForce = setup;
        this.senders =
                new Senders(
                        new Sender.Office(
                                book,
                                desk,
                                () -> policy,
                                SEND_LIMIT,
                                SEND_GRACE,
                                clock,
                                ticker,
                                random));
        this.round = new AlertRound(desk, store, book, senders, board, checkNow, clock, ticker);
        this.pulse = new Pulse(ticker);
        this.young.set(setup);
        this.thread = Thread.ofPlatform().daemon().name("caretaker-alerts").unstarted(this::run);
    }

    /// Reads what an earlier run has left, and begins.
    public void start() {
        takeSetup();
        round.load();
        thread.start();
    }

    /// Takes another configuration over at once.
    public void use(AlertingSetup setup) {
        young.set(setup);
        inForce = setup;
        desk.wake();
    }

    private void takeSetup() {
        AlertingSetup setup = young.getAndSet(null);
        if (setup != null) {
            policy = setup.policy();
            round.use(setup);
        }
    }

    private void run() {
        while (!closed) {
            try {
                desk.await(Math.min(round.rest(), LONGEST_REST.toNanos()));
                turn();
                Thread.sleep(SHORTEST_TURN);
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.atError().setCause(e).log("the loop of alerts met a defect and goes on");
            }
        }
        // What was said until now is written down, and sent by the next run.
        turn();
    }

    private void turn() {
        pulse.beat();
        takeSetup();
        round.turn();
    }

    /// The configuration of alerting that holds.
    public AlertingSetup setup() {
        return inForce;
    }

    /// The alerts themselves, as they were at the end of the last turn.
    public AlertsNow now() {
        return round.now();
    }

    /// How alerts stand.
    public AlertFigures figures() {
        return round.figures();
    }

    /// How messages stand, by the names of the channels.
    public Map<String, AlertFigures.ChannelFigures> channels() {
        return senders.figures();
    }

    /// Time since the loop last came round.
    public Duration sinceLastTurn() {
        return pulse.silence();
    }

    /// Ends orderly: what was said is written down, what is being sent gets a moment to arrive.
    @Override
    public void close() {
        closed = true;
        desk.wake();
        try {
            // One that was never started has nothing to end.
            if (thread.isAlive() && !thread.join(LONGEST_STOP)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        senders.close();
        desk.close();
    }
}
