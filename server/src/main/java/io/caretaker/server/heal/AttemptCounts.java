package io.caretaker.server.heal;

import io.caretaker.core.recovery.RecoveryStep;
import io.caretaker.server.count.DurationCounts;
import io.caretaker.server.count.Durations;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.concurrent.atomic.LongAdder;

/// Attempts to heal services by what was done and how it ended, since the start. Thread-safe.
public final class AttemptCounts {
    private final SequencedMap<Kind, LongAdder> counts = new LinkedHashMap<>();
    private final Durations durations =
            new Durations(0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800);

    /// What was done, and how it ended: `healed`, `failed`, `refused` or `unknown`.
    public record Kind(String action, String result) {}

    AttemptCounts() {
        for (RecoveryStep step : RecoveryStep.values()) {
            for (Attempt.End end : Attempt.End.values()) {
                counts.put(kind(step, end), new LongAdder());
            }
        }
    }

    private static Kind kind(RecoveryStep step, Attempt.End end) {
        return new Kind(Healer.word(step), end.name().toLowerCase(Locale.ROOT));
    }

    void add(RecoveryStep step, Attempt attempt) {
        LongAdder adder = counts.get(kind(step, attempt.end()));
        if (adder != null) {
            adder.increment();
        }
        durations.add(attempt.took());
    }

    /// How often each happened; also what never did.
    public SequencedMap<Kind, Long> counts() {
        var all = new LinkedHashMap<Kind, Long>();
        counts.forEach((kind, count) -> all.put(kind, count.sum()));
        return Collections.unmodifiableSequencedMap(all);
    }

    /// How long attempts took.
    public DurationCounts durations() {
        return durations.counts();
    }

    /// The words for how attempts end.
    public static List<String> results() {
        return Arrays.stream(Attempt.End.values())
                .map(end -> end.name().toLowerCase(Locale.ROOT))
                .toList();
    }
}
