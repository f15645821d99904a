package io.caretaker.core.change;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A plan of steps that is applied as a whole, or undone.
///
/// @param kind what sort of change it is, which tells whose steps they are (`lockdown`)
/// @param target the fingerprint of what is changed (`postgresql:7301…`), never an address: one
///   change at a time is made to a target
/// @param label what people call the target, a service's id
/// @param actor who asked for it (`cli:anna`)
public record Change(
        ChangeId id,
        String kind,
        String target,
        String label,
        String actor,
        Instant at,
        List<ChangeStep> steps) {
    public Change {
        steps = List.copyOf(steps);
        Set<String> names = new HashSet<>();
        for (ChangeStep step : steps) {
            if (!names.add(step.name())) {
                throw new IllegalArgumentException("two steps are named " + step.name());
            }
        }
    }

    /// The step of that name.
    ///
    /// @throws IllegalArgumentException when there is none
    public ChangeStep step(String name) {
        return steps.stream()
                .filter(step -> step.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("change " + id + " has no step " + name));
    }
}
