package io.caretaker.server.watch;

import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.check.HistoryStore;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.status.Status;
import io.caretaker.core.status.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The last results of each service, in memory: what a bar of its heartbeat shows. Less than 1 KB
/// for each service. Thread-safe.
public final class RecentResults implements StatusBoard.Listener {
    /// So many results are kept of a service.
    public static final int KEPT = 50;

    private static final Logger LOG = LoggerFactory.getLogger(RecentResults.class);

    private final Map<ServiceId, Ring> rings = new ConcurrentHashMap<>();

    /// What one check found.
    ///
    /// @param response how long it took, to the microsecond
    public record Result(Instant at, Status status, Duration response) {}

    @Override
    public void observed(CheckResult result, Transition transition) {
        rings.computeIfAbsent(result.service().id(), _ -> new Ring())
                .add(
                        result.at().toEpochMilli(),
                        Status.of(result.reply().outcome()),
                        result.took());
    }

    /// The last results, the oldest first; none before the first.
    public List<Result> of(ServiceId id) {
        Ring ring = rings.get(id);
        return ring == null ? List.of() : ring.results();
    }

    /// Changes whenever the results of the service do.
    public long version(ServiceId id) {
        Ring ring = rings.get(id);
        return ring == null ? 0 : ring.version();
    }

    /// Gives up what is known of services that are gone.
    public void forget(Set<ServiceId> gone) {
        gone.forEach(rings::remove);
    }

    /// Puts what earlier runs have found before what this one has. It may take a while, and ends
    /// with an interrupt or when the store does not answer.
    public void fill(HistoryStore history, Collection<ServiceId> services) {
        try {
            for (ServiceId id : services) {
                if (Thread.currentThread().isInterrupted()) {
                    return;
                }
                fill(id, history.recent(id, KEPT));
            }
        } catch (Problem problem) {
            LOG.atDebug()
                    .addKeyValue("problem", problem.message())
                    .log("results of earlier runs cannot be read");
        }
    }

    private void fill(ServiceId id, List<HistoryEntry> newestFirst) {
        List<HistoryEntry> checks =
                newestFirst.stream().filter(each -> each.recovery() == null).toList();
        if (!checks.isEmpty()) {
            rings.computeIfAbsent(id, _ -> new Ring()).precede(checks);
        }
    }

    /// The results of one service.
    private static final class Ring {
        private final long[] millis = new long[KEPT];
        private final int[] micros = new int[KEPT];
        private final Status[] statuses = new Status[KEPT];
        private int size;
        private int next;
        private long version;

        Ring() {
            Arrays.fill(statuses, Status.UNKNOWN);
        }

        synchronized void add(long at, Status status, Duration took) {
            millis[next] = at;
            micros[next] = micros(took);
            statuses[next] = status;
            next = (next + 1) % KEPT;
            size = Math.min(size + 1, KEPT);
            version++;
        }

        private static int micros(Duration took) {
            return (int) Math.min(Integer.MAX_VALUE, took.toNanos() / 1000);
        }

        /// Puts what is older than all in front, as far as there is room.
        synchronized void precede(List<HistoryEntry> newestFirst) {
            List<Result> known = results();
            Instant oldest = known.isEmpty() ? Instant.MAX : known.getFirst().at();
            List<HistoryEntry> older =
                    newestFirst.stream()
                            .filter(each -> each.timestamp().isBefore(oldest))
                            .limit(KEPT - known.size())
                            .toList();
            size = 0;
            next = 0;
            for (HistoryEntry each : older.reversed()) {
                add(each.timestamp().toEpochMilli(), each.status(), each.responseTime());
            }
            known.forEach(each -> add(each.at().toEpochMilli(), each.status(), each.response()));
        }

        synchronized List<Result> results() {
            var results = new ArrayList<Result>(size);
            for (int i = 0; i < size; i++) {
                int at = Math.floorMod(next - size + i, KEPT);
                results.add(
                        new Result(
                                Instant.ofEpochMilli(millis[at]),
                                statuses[at],
                                Duration.ofNanos(micros[at] * 1000L)));
            }
            return results;
        }

        synchronized long version() {
            return version;
        }
    }
}
