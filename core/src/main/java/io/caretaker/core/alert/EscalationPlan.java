package io.caretaker.core.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who is told of an alert and when, as far as it can be told beforehand, for people to look at.
///
/// @param steps of all policies that hold for it, also those that were due
public record EscalationPlan(List<Step> steps) {
    public EscalationPlan {
        steps = List.copyOf(steps);
    }

    /// One step.
    ///
    /// @param policy the name of the escalation policy or route
    /// @param after time since somebody should have been told first
    /// @param channels names of those that want to hear of it; by schedules as they are now
    /// @param due null when it never will be as things stand: nobody was told before, somebody sees
    ///   to it, or it is over
    public record Step(
            String policy, Duration after, List<String> channels, @Nullable Instant due) {
        public Step {
            channels = List.copyOf(channels);
        }
    }

    public static EscalationPlan of(World world, Alert alert, Instant now) {
        AlertPlace place = AlertPlace.of(alert.key().subject(), world.inventory());
        return new EscalationPlan(new EscalationRules(world, now).plan(alert, place));
    }
}
