package io.caretaker.core.change;

/// Makes the action of a step from its description.
@FunctionalInterface
public interface StepActions {
    StepAction of(ChangeStep step);
}
