package io.caretaker.core.check;

/// The answer of a [Probe].
public record ProbeReply(Outcome outcome, Metrics metrics) {
    public static ProbeReply of(Outcome outcome) {
        return new ProbeReply(outcome, Metrics.NONE);
    }
}
