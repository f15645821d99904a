package io.caretaker.server.change;

import io.caretaker.core.change.Change;
import io.caretaker.core.change.ChangeRules;
import io.caretaker.core.change.ChangeState;
import io.caretaker.core.change.ChangeStatus;
import io.caretaker.core.change.ChangeStep;
import io.caretaker.core.change.JournalEntry;
import io.caretaker.core.change.NextMove;
import io.caretaker.core.change.StepAction;
import io.caretaker.core.change.StepActions;
import io.caretaker.core.problem.Problem;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Applies, resumes and undoes changes by their journal. Killed at any instant, the next run goes
/// on where this one was; interrupted, it stops between two steps. Thread-safe.
public final class ChangeRunner {
    private static final Logger LOG = LoggerFactory.getLogger("change");

    private final ChangeJournal journal;
    private final InstantSource clock;

    public ChangeRunner(ChangeJournal journal, InstantSource clock) {
        this.journal = journal;
        this.clock = clock;
    }

    /// Applies a new change. A change of the same kind to the same target that is open already is
    /// gone on with instead, in the direction it had, and the new one is forgotten.
    ///
    /// @return where it stands now: applied, undone because its steps failed, or interrupted
    public ChangeState apply(Change change, StepActions actions) throws InterruptedException {
        try (TargetLock _ = lock(change.target())) {
            Optional<ChangeState> open =
                    find(each ->
                                    each.target().equals(change.target())
                                            && each.kind().equals(change.kind()))
                            .stream()
                            .filter(ChangeState::inForce)
                            .findFirst();
            return open.isPresent()
                    ? goOn(resumed(open.get(), change.actor()), actions)
                    : goOn(journal.begin(change), actions);
        }
    }

    /// Goes on with a change that was interrupted, in the direction it had.
    public ChangeState resume(ChangeState known, String actor, StepActions actions)
            throws InterruptedException {
        try (TargetLock _ = lock(known.change().target())) {
            Optional<ChangeState> open = newest(known);
            return open.isPresent() ? goOn(resumed(open.get(), actor), actions) : known;
        }
    }

    /// Undoes a change, however far it has come.
    ///
    /// @return where it stands now: undone, or interrupted
    public ChangeState undo(ChangeState known, String actor, String reason, StepActions actions)
            throws InterruptedException {
        try (TargetLock _ = lock(known.change().target())) {
            Optional<ChangeState> open = newest(known);
            if (open.isEmpty()) {
                return known;
            }
            ChangeState state = open.get();
            return switch (state.status()) {
                case APPLYING, APPLIED ->
                        goOn(
                                journal.append(
                                        state,
                                        new JournalEntry.TurnedBack(
                                                clock.instant(), actor, reason)),
                                actions);
                case UNDOING, UNDONE -> goOn(resumed(state, actor), actions);
            };
        }
    }

    private TargetLock lock(String target) {
        return TargetLock.take(journal.directory(), target);
    }

    /// Another run may have gone on since the caller looked.
    private Optional<ChangeState> newest(ChangeState known) {
        return find(each -> each.id().equals(known.change().id())).stream().findFirst();
    }

    /// The damage of a journal keeps nobody from changing another server.
    private List<ChangeState> find(Predicate<Change> which) {
        return journal.open(which);
    }

    private ChangeState resumed(ChangeState state, String actor) {
        return state.interrupted()
                ? journal.append(state, new JournalEntry.Resumed(clock.instant(), actor))
                : state;
    }

    private ChangeState goOn(ChangeState begun, StepActions actions) throws InterruptedException {
        ChangeState state = begun;
        while (true) {
            NextMove move = ChangeRules.next(state);
            LOG.atDebug()
                    .addKeyValue("change", state.change().id())
                    .addKeyValue("move", move)
                    .log("next");
            switch (move) {
                case NextMove.Advance(ChangeStep step, String _) ->
                        state = advance(state, step, actions.of(step));
                case NextMove.Retreat(ChangeStep step, String _) ->
                        state = retreat(state, step, actions.of(step));
                case NextMove.TurnBack(String reason) ->
                        state =
                                journal.append(
                                        state,
                                        new JournalEntry.TurnedBack(
                                                clock.instant(), "caretaker", reason));
                case NextMove.Finish(ChangeStatus status, String _) ->
                        state =
                                journal.append(
                                        state, new JournalEntry.Finished(clock.instant(), status));
                case NextMove.Stop _ -> {
                    return state;
                }
                case NextMove.Rest _ -> {
                    if (!state.inForce()) {
                        close(state);
                    }
                    return state;
                }
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    private void close(ChangeState state) {
        journal.close(state.change().id());
        try {
            journal.prune(clock.instant());
        } catch (Problem problem) {
            LOG.atWarn()
                    .addKeyValue("problem", problem.message())
                    .log("old journals of changes stay; they are removed with a later change");
        }
    }

    /// Looks, writes down what is there, acts, and looks again.
    private ChangeState advance(ChangeState state, ChangeStep step, StepAction action)
            throws InterruptedException {
        try {
            StepAction.Look look = action.look(state.of(step.name()).before());
            if (look.done()) {
                return journal.append(
                        state, new JournalEntry.Done(clock.instant(), step.name(), true));
            }
            ChangeState begun =
                    journal.append(
                            state,
                            new JournalEntry.Begun(clock.instant(), step.name(), look.before()));
            return act(begun, step, action, look);
        } catch (Problem problem) {
            return failed(state, step, problem.message());
        }
    }

    private ChangeState act(
            ChangeState state, ChangeStep step, StepAction action, StepAction.Look look)
            throws InterruptedException {
        try {
            action.apply(look.before());
            return action.look(look.before()).done()
                    ? journal.append(
                            state, new JournalEntry.Done(clock.instant(), step.name(), false))
                    : failed(state, step, "it was done, and did not take effect");
        } catch (Problem problem) {
            return failed(state, step, problem.message());
        }
    }

    private ChangeState retreat(ChangeState state, ChangeStep step, StepAction action)
            throws InterruptedException {
        ChangeState begun =
                journal.append(state, new JournalEntry.UndoBegun(clock.instant(), step.name()));
        try {
            return journal.append(
                    begun,
                    new JournalEntry.Undone(
                            clock.instant(),
                            step.name(),
                            action.undo(begun.of(step.name()).before())));
        } catch (Problem problem) {
            return failed(begun, step, problem.message());
        }
    }

    private ChangeState failed(ChangeState state, ChangeStep step, String message) {
        LOG.atWarn()
                .addKeyValue("change", state.change().id())
                .addKeyValue("step", step.name())
                .addKeyValue("problem", message)
                .log("a step failed; it is tried again, and after some failures undone");
        return journal.append(
                state, new JournalEntry.Failed(clock.instant(), step.name(), message));
    }
}
