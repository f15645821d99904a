package io.caretaker.server.keep;

import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.check.HistoryStore;
import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.ServiceId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The history; what is appended while the store does not answer waits, reading is refused then.
record SteadyHistory(StoreLine line) implements HistoryStore {
    private <T> T there(Function<HistoryStore, T> question) {
        return line.ifThere(store -> question.apply(store.history()));
    }

    @Override
    public void append(List<HistoryEntry> entries) {
        if (!entries.isEmpty()) {
            line.tell(
                    store -> store.history().append(entries),
                    () -> entries.stream().<Waiting>map(Waiting.Row::new).toList());
        }
    }

    @Override
    public List<HistoryEntry> recent(ServiceId service, int limit) {
        return there(history -> history.recent(service, limit));
    }

    @Override
    public List<HistoryEntry> recent(HostId host, int limit) {
        return there(history -> history.recent(host, limit));
    }

    @Override
    public List<HistoryEntry> recent(ServiceId service, Instant before, int limit) {
        return there(history -> history.recent(service, before, limit));
    }

    @Override
    public List<HistoryEntry> recent(HostId host, Instant before, int limit) {
        return there(history -> history.recent(host, before, limit));
    }

    @Override
    public List<HistoryEntry> failures(Instant since, int limit) {
        return there(history -> history.failures(since, limit));
    }

    @Override
    public List<HourlyRollup> rollups(ServiceId service, Instant from, Instant to) {
        return there(history -> history.rollups(service, from, to));
    }

    @Override
    public Map<ServiceId, Double> uptimes(Instant since) {
        return there(history -> history.uptimes(since));
    }

    @Override
    public List<HistoryEntry> page(
            Instant from, Instant to, @Nullable HistoryEntry after, int limit) {
        return there(history -> history.page(from, to, after, limit));
    }

    @Override
    public List<HourlyRollup> rollups(Instant from, Instant to) {
        return there(history -> history.rollups(from, to));
    }

    @Override
    public void replaceRollups(List<HourlyRollup> rollups) {
        there(history -> {
            history.replaceRollups(rollups);
            return true;
        });
    }

    @Override
    public long expire(Instant before, Instant rollupsBefore) {
        return there(history -> history.expire(before, rollupsBefore));
    }
}
