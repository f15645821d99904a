package io.caretaker.core.change;

import io.caretaker.core.change.ChangeState.Stage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides how a change goes on, from its journal alone. Pure.
///
/// Forward in the order of the plan, back in the opposite order. A step that was begun is asked
/// again, never done blindly. More than [#MOST_FAILURES] failed steps turn it back; more than that
/// on the way back stop it, because there is nowhere else to go.
public final class ChangeRules {
    public static final int MOST_FAILURES = 3;

    private ChangeRules() {}

    public static NextMove next(ChangeState state) {
        return switch (state.status()) {
            case APPLYING -> forward(state);
            case APPLIED -> new NextMove.Rest("all its steps are done");
            case UNDOING -> back(state);
            case UNDONE -> new NextMove.Rest("all its steps are undone");
        };
    }

    private static NextMove forward(ChangeState state) {
        if (state.failures() > MOST_FAILURES) {
            return new NextMove.TurnBack(
                    "steps failed " + state.failures() + " times; the last failure: " + why(state));
        }
        for (ChangeStep step : state.change().steps()) {
            Stage stage = state.of(step.name()).stage();
            if (stage != Stage.DONE) {
                return new NextMove.Advance(
                        step,
                        stage == Stage.IN_DOUBT
                                ? "it was begun, and whether it took effect is not known"
                                : "it is the next step");
            }
        }
        return new NextMove.Finish(ChangeStatus.APPLIED, "all its steps are done");
    }

    private static NextMove back(ChangeState state) {
        if (state.failures() > MOST_FAILURES) {
            return new NextMove.Stop(
                    "undoing failed " + state.failures() + " times: " + why(state));
        }
        for (ChangeStep step : state.change().steps().reversed()) {
            switch (state.of(step.name()).stage()) {
                case WAITING, UNDONE -> {}
                case IN_DOUBT -> {
                    return new NextMove.Retreat(
                            step, "it was begun, and whether it took effect is not known");
                }
                case DONE -> {
                    return new NextMove.Retreat(step, "it is done");
                }
                case UNDO_IN_DOUBT -> {
                    return new NextMove.Retreat(
                            step, "its undoing was begun, and whether it took effect is not known");
                }
            }
        }
        return new NextMove.Finish(ChangeStatus.UNDONE, "all its steps are undone");
    }

    private static String why(ChangeState state) {
        List<@Nullable String> messages =
                state.progress().values().stream()
                        .<@Nullable String>map(ChangeState.Progress::message)
                        .filter(message -> message != null)
                        .toList();
        return messages.isEmpty() ? "not known" : String.valueOf(messages.getLast());
    }
}
