package io.caretaker.web.api;

import io.caretaker.core.check.Ticker;
import io.caretaker.web.http.Answer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// Remembers answers for a moment, so that many who ask the same at once cost as much as one. What
/// was changed through the API is never answered as it was before. Thread-safe.
public final class Moment {
    private static final long LENGTH = Duration.ofMillis(100).toNanos();
    private static final int MOST = 100;

    private final Map<String, Kept> answers = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();
    private final Ticker ticker;

    public Moment(Ticker ticker) {
        this.ticker = ticker;
    }

    private record Kept(long at, long changes, Answer.Whole answer) {}

    /// The answer of this moment to a question, with its tag.
    Answer.Whole answer(String question, Supplier<Answer.Whole> maker) {
        long now = ticker.nanos();
        long seen = changes.get();
        Kept known = answers.get(question);
        if (known != null && known.changes() == seen && now - known.at() < LENGTH) {
            return known.answer();
        }
        Answer.Whole made = maker.get().tagged();
        answers.values().removeIf(each -> now - each.at() >= LENGTH);
        if (answers.size() >= MOST) {
            answers.clear();
        }
        answers.put(question, new Kept(now, seen, made));
        return made;
    }

    /// Something is about to be other than before, or has just become so.
    void changed() {
        changes.incrementAndGet();
        answers.clear();
    }
}
