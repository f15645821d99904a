package io.caretaker.core.alert;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/// Who is told first, and who next when nobody acknowledges.
///
/// @param steps in the order of their delays
public record EscalationPolicy(String name, List<Step> steps) {
    public EscalationPolicy {
        steps = steps.stream().sorted(Comparator.comparing(Step::after)).toList();
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("steps must not be empty");
        }
    }

    /// One step.
    ///
    /// @param after time since somebody should have been told first
    /// @param to names of channels, kinds of channels, or on-call schedules
    public record Step(Duration after, List<String> to) {
        public Step {
            to = List.copyOf(to);
            if (after.isNegative()) {
                throw new IllegalArgumentException("after_sec must not be negative");
            }
        }
    }

    /// Everybody at once.
    public static EscalationPolicy direct(String name, List<String> to) {
        return new EscalationPolicy(name, List.of(new Step(Duration.ZERO, to)));
    }
}
