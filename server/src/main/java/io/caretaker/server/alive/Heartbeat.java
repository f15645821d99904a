package io.caretaker.server.alive;

import io.caretaker.core.check.Ticker;
import io.caretaker.core.host.ServiceNotifier;
import io.caretaker.core.liveness.Liveness;
import io.caretaker.core.liveness.LoopSilence;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Feeds the service manager's watchdog as long as every loop of the daemon makes progress, so that
/// a daemon with a loop that hangs is started anew. Thread-safe.
///
/// Without a watchdog a loop that hangs is still logged.
public final class Heartbeat implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
    private static final Duration USUAL_PERIOD = Duration.ofSeconds(10);
    private static final Duration SHORTEST_PERIOD = Duration.ofMillis(100);

    /// Three chances within the watchdog's time.
    private static final int MEALS = 3;

    private final Ticker ticker;
    private final List<Watched> loops = new CopyOnWriteArrayList<>();
    private ServiceNotifier notifier = ServiceNotifier.NOBODY;
    private Supplier<String> status = () -> "";
    private Duration period = USUAL_PERIOD;
    private String told = "";
    private boolean late;
    private final Thread thread;
    private volatile Consumer<Liveness> listener = _ -> {};

    public Heartbeat(Ticker ticker) {
        this.ticker = ticker;
        this.thread = Thread.ofPlatform().daemon().name("caretaker-heartbeat").unstarted(this::run);
    }

    private record Watched(String loop, Duration limit, Supplier<Duration> silence) {
        LoopSilence now() {
            return new LoopSilence(loop, silence.get(), limit);
        }
    }

    /// Watches a loop from now on.
    ///
    /// @param limit the longest that it needs to come round when nothing is wrong
    /// @param silence time since it last did
    public void watch(String loop, Duration limit, Supplier<Duration> silence) {
        loops.add(new Watched(loop, limit, silence));
    }

    /// Tells the manager that the daemon is ready, and begins to feed its watchdog. Once only.
    ///
    /// @param line what people shall read about the daemon, asked each time
    public void start(ServiceNotifier manager, Supplier<String> line) {
        notifier = manager;
        status = line;
        period =
                manager.watchdog()
                        .map(limit -> limit.dividedBy(MEALS))
                        .filter(each -> each.compareTo(USUAL_PERIOD) < 0)
                        .orElse(USUAL_PERIOD);
        period = period.compareTo(SHORTEST_PERIOD) < 0 ? SHORTEST_PERIOD : period;
        told = line.get();
        manager.ready(told);
        thread.start();
    }

    /// Tells how the loops are at each turn, unless the whole process stood still.
    public void listen(Consumer<Liveness> another) {
        listener = another;
    }

    /// How the loops are.
    public Liveness liveness() {
        return Liveness.of(loops());
    }

    /// How long each loop has been silent.
    public List<LoopSilence> loops() {
        return loops.stream().map(Watched::now).toList();
    }

    private void run() {
        long last = ticker.nanos();
        while (true) {
            try {
                Thread.sleep(period);
            } catch (InterruptedException e) {
                return;
            }
            long now = ticker.nanos();
            // The whole process stood still (a suspended machine, SIGSTOP): no loop is to blame,
            // and each gets the time of one period to come round again.
            boolean allStoodStill = now - last > 2 * period.toNanos();
            last = now;
            try {
                turn(allStoodStill);
            } catch (RuntimeException e) {
                LOG.atError().setCause(e).log("the heartbeat met a defect and goes on");
            }
        }
    }

    private void turn(boolean forgiving) {
        Liveness liveness = liveness();
        if (liveness.well() || forgiving) {
            notifier.alive();
        }
        if (!liveness.well() && !forgiving && !late) {
            LOG.atError()
                    .addKeyValue("reason", liveness.reason())
                    .log("a loop hangs; where a service manager watches, it starts caretaker anew");
        }
        if (liveness.well() && late) {
            LOG.info("every loop makes progress again");
        }
        late = !liveness.well() && !(forgiving && !late);
        if (!forgiving) {
            listener.accept(liveness);
        }
        tell(late ? "hangs: " + liveness.reason() : status.get());
    }

    private void tell(String line) {
        if (!line.equals(told)) {
            told = line;
            notifier.status(line);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
