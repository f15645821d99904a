package io.caretaker.web.database;

import io.caretaker.core.check.Ticker;
import io.caretaker.core.inventory.ServiceId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at databases again and again as long as somebody watches, at a gentle pace and once for
/// all who watch the same one. The next look begins only when the one before has ended, and waits
/// the longer the longer that took. While nobody watches, nothing is asked. Thread-safe.
///
/// @param <L> what a look shows
final class SessionWatch<L> {
    /// A look takes at most this part of the time: one that takes 5 s is followed by 25 s of rest.
    static final int REST = 5;

    private static final Logger LOG = LoggerFactory.getLogger(SessionWatch.class);

    private final Look<L> look;
    private final Consumer<ServiceId> looked;
    private final Duration pace;
    private final Ticker ticker;
    private final Map<ServiceId, Watched<L>> all = new HashMap<>();

    /// @param looked hears of each look after it
    /// @param pace from the end of a look to the next one, at least
    SessionWatch(Look<L> look, Consumer<ServiceId> looked, Duration pace, Ticker ticker) {
        this.look = look;
        this.looked = looked;
        this.pace = pace;
        this.ticker = ticker;
    }

    /// Asks a database.
    @FunctionalInterface
    interface Look<L> {
        L at(ServiceId database) throws InterruptedException;
    }

    private static final class Watched<L> {
        private int watchers;
        private @Nullable L newest;
    }

    /// Somebody begins to watch; the first look comes after one pace, as whoever opens a page has
    /// just seen it.
    synchronized void begin(ServiceId database) {
        Watched<L> watched = all.get(database);
        if (watched != null) {
            watched.watchers++;
            return;
        }
        watched = new Watched<>();
        watched.watchers = 1;
        all.put(database, watched);
        Watched<L> begun = watched;
        Thread.ofVirtual().name("caretaker-web-sessions").start(() -> run(database, begun));
    }

    /// Somebody watches no longer.
    synchronized void end(ServiceId database) {
        Watched<L> watched = all.get(database);
        if (watched != null) {
            watched.watchers--;
            notifyAll();
        }
    }

    /// What was seen last; null before the first look, and when nobody watches.
    synchronized @Nullable L newest(ServiceId database) {
        Watched<L> watched = all.get(database);
        return watched == null ? null : watched.newest;
    }

    /// How many databases are watched.
    synchronized int watched() {
        return all.size();
    }

    private void run(ServiceId database, Watched<L> watched) {
        try {
            Duration rest = pace;
            while (stays(database, watched, rest)) {
                long began = ticker.nanos();
                take(database, watched);
                Duration took = Duration.ofNanos(ticker.nanos() - began);
                rest = rest(took);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration rest(Duration took) {
        Duration gentle = took.multipliedBy(REST);
        return gentle.compareTo(pace) > 0 ? gentle : pace;
    }

    private void take(ServiceId database, Watched<L> watched) throws InterruptedException {
        try {
            L seen = look.at(database);
            synchronized (this) {
                watched.newest = seen;
            }
        } catch (RuntimeException e) {
            LOG.atDebug().setCause(e).addKeyValue("database", database).log("it cannot be watched");
            synchronized (this) {
                watched.newest = null;
            }
        }
        looked.accept(database);
    }

    /// Rests; false when nobody watches any more, and then it is forgotten.
    private synchronized boolean stays(ServiceId database, Watched<L> watched, Duration rest)
            throws InterruptedException {
        long until = ticker.nanos() + rest.toNanos();
        long left = rest.toNanos();
        while (watched.watchers > 0 && left > 0) {
            wait(Math.max(1, left / 1_000_000));
            left = until - ticker.nanos();
        }
        if (watched.watchers > 0) {
            return true;
        }
        all.remove(database);
        return false;
    }
}
