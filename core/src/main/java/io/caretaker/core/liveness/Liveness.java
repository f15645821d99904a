package io.caretaker.core.liveness;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// Whether every loop makes progress, and which do not: the watchdog is fed only while all do.
/// Pure.
///
/// @param late the loops beyond their limit, the most silent first
public record Liveness(List<LoopSilence> late) {
    public Liveness {
        late = List.copyOf(late);
    }

    public static Liveness of(List<LoopSilence> loops) {
        return new Liveness(
                loops.stream()
                        .filter(LoopSilence::late)
                        .sorted(Comparator.comparing(LoopSilence::silent).reversed())
                        .toList());
    }

    public boolean well() {
        return late.isEmpty();
    }

    /// Why the watchdog is not fed; empty when all is well.
    public String reason() {
        return late.stream().map(LoopSilence::text).collect(Collectors.joining("; "));
    }
}
