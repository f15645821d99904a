package io.caretaker.web.live;

import io.caretaker.core.check.Ticker;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.status.Transition;
import io.caretaker.server.Caretaker;
import io.caretaker.server.watch.CheckResult;
import io.caretaker.server.watch.StatusBoard;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands what changes to whoever listens: what people should see within a quarter of a second, mere
/// results once a second. While nobody listens, and no page was made just now that will, it does
/// nothing at all. Thread-safe.
public final class LiveHub implements StatusBoard.Listener, AutoCloseable {
    /// So many may listen at once.
    public static final int MOST_LISTENERS = 500;

    private static final Logger LOG = LoggerFactory.getLogger(LiveHub.class);
    private static final Duration TURN = Duration.ofMillis(250);
    private static final Duration RESULTS_EVERY = Duration.ofSeconds(1);
    private static final int MOST_RESULTS = 20_000;

    /// How long a page that was made may take until it listens, without missing anything.
    private static final Duration PAGE_BEGINS = Duration.ofSeconds(15);

    private final InstantSource clock;
    private final Ticker ticker;
    private final Changes changes;
    private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
    private final Queue<Batch.Observed> results = new ConcurrentLinkedQueue<>();
    private final Set<ServiceId> looked = ConcurrentHashMap.newKeySet();
    private final String run = Long.toString(ThreadLocalRandom.current().nextInt(1 << 30), 36);
    private final Thread thread;
    private volatile boolean listened;
    private volatile boolean closed;
    private long number;
    private long moved;
    private long lastResults;
    private long awaitedUntil;

    public LiveHub(Caretaker caretaker, InstantSource clock, Ticker ticker) {
        this.clock = clock;
        this.ticker = ticker;
        this.changes = new Changes(caretaker);
        this.lastResults = ticker.nanos();
        this.awaitedUntil = lastResults;
        caretaker.board().listen(this);
        this.thread = Thread.ofVirtual().name("caretaker-web-live").start(this::run);
    }

    @Override
    public void observed(CheckResult result, Transition transition) {
        if (listened) {
            results.add(new Batch.Observed(result, transition));
        }
    }

    /// Tells that the sessions of a database were looked at.
    public void looked(ServiceId database) {
        if (listened) {
            looked.add(database);
        }
    }

    /// What was told until now, for a page that is about to be made and will listen.
    public String heard() {
        String id;
        synchronized (listeners) {
            begin();
            awaitedUntil = ticker.nanos() + PAGE_BEGINS.toNanos();
            id = id();
        }
        LockSupport.unpark(thread);
        return id;
    }

    /// What happened while nobody listened is in no batch: ids of before are old.
    private void begin() {
        if (!listened && !closed) {
            number++;
            moved = number;
            changes.begin(clock.instant());
            results.clear();
            looked.clear();
            listened = true;
        }
    }

    /// Begins to listen.
    ///
    /// @param lastHeard the id of the last event that was heard before; null for none
    /// @param made the id of what was told when the page was made that listens; null for none
    /// @return null when too many listen already
    @Nullable Listener listen(Voice voice, @Nullable String lastHeard, @Nullable String made) {
        var listener = new Listener(voice);
        synchronized (listeners) {
            if (closed || listeners.size() >= MOST_LISTENERS) {
                return null;
            }
            begin();
            boolean missed =
                    lastHeard != null ? !lastHeard.equals(id()) : made != null && moved(made);
            listener.offer(
                    new Message(
                            id(), () -> missed ? List.of(LiveEvent.RELOAD) : List.<LiveEvent>of()));
            listeners.add(listener);
        }
        LockSupport.unpark(thread);
        return listener;
    }

    /// Whether more than results that are as the ones before was told since.
    private boolean moved(String made) {
        String prefix = run + "-";
        try {
            return !made.startsWith(prefix)
                    || Long.parseLong(made.substring(prefix.length())) < moved;
        } catch (NumberFormatException _) {
            return true;
        }
    }

    /// Ends to listen.
    void leave(Listener listener) {
        synchronized (listeners) {
            listeners.remove(listener);
            rest();
        }
    }

    /// Looks no more when nobody listens and no page is awaited.
    private void rest() {
        if (listeners.isEmpty() && ticker.nanos() - awaitedUntil >= 0) {
            listened = false;
            results.clear();
        }
    }

    /// Whether it looks for changes.
    boolean looks() {
        return listened;
    }

    /// How many listen.
    public int listeners() {
        return listeners.size();
    }

    private void run() {
        while (!closed) {
            if (listened) {
                turn();
                LockSupport.parkNanos(TURN.toNanos());
            } else {
                LockSupport.park(this);
            }
        }
    }

    /// Says what has changed.
    private void turn() {
        try {
            synchronized (listeners) {
                rest();
                if (listened) {
                    say();
                }
            }
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("a change could not be told to those who listen");
            listeners.forEach(Listener::end);
        }
    }

    private void say() {
        boolean due = ticker.nanos() - lastResults >= RESULTS_EVERY.toNanos();
        boolean urgent = results.stream().anyMatch(Batch.Observed::changed);
        List<Batch.Observed> taken = due || urgent ? take() : List.of();
        Batch batch = changes.batch(taken, looked(), clock.instant());
        if (!batch.empty()) {
            number++;
            moved = batch.moves() ? number : moved;
            say(batch);
        }
    }

    private Set<ServiceId> looked() {
        Set<ServiceId> taken = Set.copyOf(looked);
        looked.removeAll(taken);
        return taken;
    }

    private List<Batch.Observed> take() {
        lastResults = ticker.nanos();
        var taken = new ArrayList<Batch.Observed>();
        while (taken.size() < MOST_RESULTS) {
            Batch.Observed next = results.poll();
            if (next == null) {
                break;
            }
            taken.add(next);
        }
        return taken;
    }

    private void say(Batch batch) {
        Map<Voice, Message> said = new HashMap<>();
        String id = id();
        for (Listener listener : listeners) {
            Message message =
                    said.computeIfAbsent(
                            listener.voice(), voice -> new Message(id, () -> voice.say(batch)));
            if (!listener.offer(message)) {
                LOG.debug("somebody who listened was too slow");
            }
        }
    }

    private String id() {
        return run + "-" + number;
    }

    @Override
    public void close() {
        synchronized (listeners) {
            closed = true;
            listeners.forEach(Listener::end);
        }
        LockSupport.unpark(thread);
    }
}
