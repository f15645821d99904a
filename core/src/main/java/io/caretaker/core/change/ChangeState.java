package io.caretaker.core.change;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where a change stands, told by its journal alone. Immutable.
///
/// @param progress of each step, in the order of the plan
/// @param failures since it was begun, resumed or turned back
/// @param reason why it is undone; null while it is not
public record ChangeState(
        Change change,
        ChangeStatus status,
        Map<String, Progress> progress,
        int failures,
        @Nullable String reason,
        Instant lastEntry) {
    public ChangeState {
        progress = Collections.unmodifiableMap(new LinkedHashMap<>(progress));
    }

    /// How a step stands.
    public enum Stage {
        WAITING,
        /// It was begun; whether it took effect is not known.
        IN_DOUBT,
        DONE,
        /// Its undoing was begun; whether that took effect is not known.
        UNDO_IN_DOUBT,
        UNDONE
    }

    /// What is known of a step.
    ///
    /// @param before what was found before it, and undoing puts back
    /// @param message why it failed last, or null
    /// @param notes what undoing left as it is, and why
    public record Progress(
            Stage stage,
            Map<String, ? extends @Nullable Object> before,
            @Nullable Instant since,
            @Nullable String message,
            List<String> notes) {
        static final Progress WAITING =
                new Progress(Stage.WAITING, Map.of(), null, null, List.of());

        public Progress {
            before = Collections.unmodifiableMap(new LinkedHashMap<>(before));
            notes = List.copyOf(notes);
        }

        Progress at(Stage newStage, Instant at) {
            return new Progress(newStage, before, at, null, notes);
        }

        Progress with(Map<String, ? extends @Nullable Object> found) {
            return new Progress(stage, found, since, message, notes);
        }

        Progress failed(String why) {
            return new Progress(stage, before, since, why, notes);
        }

        Progress noting(List<String> newNotes) {
            return new Progress(stage, before, since, message, newNotes);
        }
    }

    /// The state after these entries; the first of them plans the change.
    ///
    /// @throws IllegalArgumentException when they are no journal
    public static ChangeState of(List<? extends JournalEntry> entries) {
        if (entries.isEmpty()
                || !(entries.getFirst() instanceof JournalEntry.Planned(Instant at, Change plan))) {
            throw new IllegalArgumentException("a journal begins with the plan");
        }
        var progress = new LinkedHashMap<String, Progress>();
        plan.steps().forEach(step -> progress.put(step.name(), Progress.WAITING));
        var state = new ChangeState(plan, ChangeStatus.APPLYING, progress, 0, null, at);
        for (JournalEntry entry : entries.subList(1, entries.size())) {
            state = state.after(entry);
        }
        return state;
    }

    /// The state after one more entry.
    public ChangeState after(JournalEntry entry) {
        return switch (entry) {
            case JournalEntry.Planned _ ->
                    throw new IllegalArgumentException("a journal has one plan only");
            case JournalEntry.Resumed resumed ->
                    new ChangeState(change, status, progress, 0, reason, resumed.at());
            case JournalEntry.Begun begun ->
                    step(
                            begun.step(),
                            begun.at(),
                            of(begun.step()).at(Stage.IN_DOUBT, begun.at()).with(begun.before()));
            case JournalEntry.Done done ->
                    step(done.step(), done.at(), of(done.step()).at(Stage.DONE, done.at()));
            case JournalEntry.Failed failed ->
                    step(failed.step(), failed.at(), of(failed.step()).failed(failed.message()))
                            .withFailures(failures + 1);
            case JournalEntry.TurnedBack turned ->
                    new ChangeState(
                            change,
                            ChangeStatus.UNDOING,
                            progress,
                            0,
                            turned.reason(),
                            turned.at());
            case JournalEntry.UndoBegun begun ->
                    step(
                            begun.step(),
                            begun.at(),
                            of(begun.step()).at(Stage.UNDO_IN_DOUBT, begun.at()));
            case JournalEntry.Undone undone ->
                    step(
                            undone.step(),
                            undone.at(),
                            of(undone.step()).at(Stage.UNDONE, undone.at()).noting(undone.notes()));
            case JournalEntry.Finished finished ->
                    new ChangeState(change, finished.status(), progress, 0, reason, finished.at());
        };
    }

    /// What is known of a step.
    ///
    /// @throws IllegalArgumentException when there is no such step
    public Progress of(String step) {
        Progress known = progress.get(step);
        if (known == null) {
            throw new IllegalArgumentException("change " + change.id() + " has no step " + step);
        }
        return known;
    }

    /// Whether the work that was begun is unfinished.
    public boolean interrupted() {
        return status == ChangeStatus.APPLYING || status == ChangeStatus.UNDOING;
    }

    /// Whether anything of it may still be in effect.
    public boolean inForce() {
        return status != ChangeStatus.UNDONE;
    }

    public long count(Stage stage) {
        return progress.values().stream().filter(each -> each.stage() == stage).count();
    }

    /// All that undoing left as it is, and why.
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        progress.values().forEach(each -> notes.addAll(each.notes()));
        return List.copyOf(notes);
    }

    private ChangeState step(String step, Instant at, Progress young) {
        var all = new LinkedHashMap<>(progress);
        all.put(step, young);
        return new ChangeState(change, status, all, failures, reason, at);
    }

    private ChangeState withFailures(int number) {
        return new ChangeState(change, status, progress, number, reason, lastEntry);
    }
}
