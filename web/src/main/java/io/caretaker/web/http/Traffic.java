package io.caretaker.web.http;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// Requests in numbers, since the start. Thread-safe.
public final class Traffic {
    private final Map<String, LongAdder> answers = new ConcurrentHashMap<>();
    private final LongAdder nanos = new LongAdder();
    private final AtomicInteger open = new AtomicInteger();

    void begin() {
        open.incrementAndGet();
    }

    void end() {
        open.decrementAndGet();
    }

    void answered(int status, long took) {
        answers.computeIfAbsent(status / 100 + "xx", _ -> new LongAdder()).increment();
        nanos.add(took);
    }

    /// Answers by the class of their status, such as `2xx`.
    public Map<String, Long> answers() {
        var counts = new TreeMap<String, Long>();
        answers.forEach((status, count) -> counts.put(status, count.sum()));
        return counts;
    }

    /// Seconds spent on making answers.
    public double seconds() {
        return nanos.sum() / 1e9;
    }

    /// Requests that are being answered, streams among them.
    public int open() {
        return open.get();
    }
}
