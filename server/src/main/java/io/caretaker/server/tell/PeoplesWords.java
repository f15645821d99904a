package io.caretaker.server.tell;

import io.caretaker.core.alert.Acknowledgement;
import io.caretaker.core.alert.AlertStore;
import io.caretaker.core.alert.Mute;
import io.caretaker.core.check.Ticker;
import io.caretaker.core.problem.Problem;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What people say to alerts, by the command line or otherwise, read from the store now and then.
/// While the store does not answer, what it said last holds. Not thread-safe.
final class PeoplesWords {
    private static final Logger LOG = LoggerFactory.getLogger("alerts");
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final Supplier<AlertStore> store;
    private final Ticker ticker;
    private List<Mute> mutes = List.of();
    private List<Acknowledgement> said = List.of();
    private Map<String, Acknowledgement> words = Map.of();
    private long nextNanos;

    PeoplesWords(Supplier<AlertStore> store, Ticker ticker) {
        this.store = store;
        this.ticker = ticker;
        this.nextNanos = ticker.nanos();
    }

    /// Reads them when it is time.
    ///
    /// @return whether they have changed
    boolean refresh() {
        if (ticker.nanos() - nextNanos < 0) {
            return false;
        }
        nextNanos = ticker.nanos() + EVERY.toNanos();
        try {
            return take(store.get().mutes(), store.get().acknowledgements());
        } catch (Problem problem) {
            LOG.atDebug()
                    .addKeyValue("problem", problem.message())
                    .log("mutes and acknowledgements cannot be read");
            return false;
        }
    }

    private boolean take(List<Mute> newMutes, List<Acknowledgement> newWords) {
        if (newMutes.equals(mutes) && newWords.equals(said)) {
            return false;
        }
        mutes = newMutes;
        said = newWords;
        var byAlert = new HashMap<String, Acknowledgement>();
        newWords.forEach(each -> byAlert.put(each.alert(), each));
        words = Map.copyOf(byAlert);
        return true;
    }

    List<Mute> mutes() {
        return mutes;
    }

    /// What people said to alerts, the oldest first.
    List<Acknowledgement> said() {
        return said;
    }

    /// By the alert's id.
    Map<String, Acknowledgement> words() {
        return words;
    }

    /// The time until they are read next, in nanoseconds.
    long left() {
        return nextNanos - ticker.nanos();
    }
}
