package io.caretaker.core.change;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One line of a change's journal. What is about to happen is on disk before it happens.
public sealed interface JournalEntry {
    Instant at();

    /// The change as a whole, always the first entry.
    record Planned(Instant at, Change change) implements JournalEntry {}

    /// Somebody goes on with it after an interruption; failures are counted anew.
    record Resumed(Instant at, String actor) implements JournalEntry {}

    /// A step begins now.
    ///
    /// @param before what was found, and undoing puts back
    record Begun(Instant at, String step, Map<String, ? extends @Nullable Object> before)
            implements JournalEntry {
        public Begun {
            before = Collections.unmodifiableMap(new LinkedHashMap<>(before));
        }
    }

    /// A step is known to have its effect.
    ///
    /// @param found whether that was so without doing anything now
    record Done(Instant at, String step, boolean found) implements JournalEntry {}

    /// A step, or its undoing, failed.
    record Failed(Instant at, String step, String message) implements JournalEntry {}

    /// From now on the change is undone.
    record TurnedBack(Instant at, String actor, String reason) implements JournalEntry {}

    /// The undoing of a step begins now.
    record UndoBegun(Instant at, String step) implements JournalEntry {}

    /// A step is undone.
    ///
    /// @param notes what was left as it is, and why
    record Undone(Instant at, String step, List<String> notes) implements JournalEntry {
        public Undone {
            notes = List.copyOf(notes);
        }
    }

    /// All steps are done, or all are undone.
    record Finished(Instant at, ChangeStatus status) implements JournalEntry {}
}
