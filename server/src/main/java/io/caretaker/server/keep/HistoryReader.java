package io.caretaker.server.keep;

import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.check.HistoryStore;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// All raw rows of a stretch of time, oldest first, read in pages so that memory does not grow. Not
/// thread-safe.
public final class HistoryReader implements Iterator<HistoryEntry> {
    /// Before and after everything a store can hold.
    public static final Instant ALWAYS_FROM = Instant.EPOCH;

    public static final Instant ALWAYS_TO = Instant.parse("9999-01-01T00:00:00Z");

    private static final int PAGE = 2_000;

    private final HistoryStore history;
    private final Instant from;
    private final Instant to;
    private final Queue<HistoryEntry> page = new ArrayDeque<>();
    private @Nullable HistoryEntry last;
    private boolean ended;

    /// From (inclusive) to (exclusive).
    ///
    /// @param after begins after this row; null begins at the beginning
    public HistoryReader(
            HistoryStore history, Instant from, Instant to, @Nullable HistoryEntry after) {
        this.history = history;
        this.from = from;
        this.to = to;
        this.last = after;
    }

    @Override
    public boolean hasNext() {
        if (page.isEmpty() && !ended) {
            var next = history.page(from, to, last, PAGE);
            page.addAll(next);
            ended = next.isEmpty();
            last = next.isEmpty() ? last : next.getLast();
        }
        return !page.isEmpty();
    }

    @Override
    public HistoryEntry next() {
        if (!hasNext()) {
            throw new NoSuchElementException("all rows were read");
        }
        return page.remove();
    }
}
