package io.caretaker.core.change;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What does one step, made from the step's description, so that a new process can go on where one
/// was killed. Every method may be called again after any of them was interrupted anywhere.
///
/// What cannot be done is a [io.caretaker.core.problem.Problem].
public interface StepAction {
    /// Looks, and changes nothing.
    ///
    /// @param earlier what an earlier attempt found before it began; empty when there was none.
    ///   What that attempt may have changed already must be told as it was before
    Look look(Map<String, ? extends @Nullable Object> earlier) throws InterruptedException;

    /// Does it. What is already so is left alone.
    ///
    /// @param before what [#look] found, which is on disk by now
    void apply(Map<String, ? extends @Nullable Object> before) throws InterruptedException;

    /// Puts back what was found. What is so already, was changed by others since, or is gone, is
    /// left alone.
    ///
    /// @return what was left alone and differs from what was found, and why
    List<String> undo(Map<String, ? extends @Nullable Object> before) throws InterruptedException;

    /// What a look showed.
    ///
    /// @param done whether the step has its effect
    /// @param before what undoing has to put back
    record Look(boolean done, Map<String, ? extends @Nullable Object> before) {
        public Look {
            before = Collections.unmodifiableMap(new LinkedHashMap<>(before));
        }
    }
}
