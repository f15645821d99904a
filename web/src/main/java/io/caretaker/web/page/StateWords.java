package io.caretaker.web.page;

import io.caretaker.core.status.ServiceState;

/// The state of a service in one or two words, and how it looks. Pure.
///
/// @param word for people
/// @param look the class of the style: `good`, `doubt`, `bad` or `unknown`
public record StateWords(String word, String look) {
    static final StateWords NOT_WATCHED = new StateWords("Not watched", "unknown");

    public static StateWords of(ServiceState state, boolean watched) {
        if (!watched) {
            return NOT_WATCHED;
        }
        return switch (state.status()) {
            case RUNNING ->
                    state.flapping()
                            ? new StateWords("Unsteady", "doubt")
                            : state.soft()
                                    ? new StateWords("Failing?", "doubt")
                                    : new StateWords("Up", "good");
            case WARNING -> new StateWords("Warning", "doubt");
            case STOPPED -> new StateWords("Stopped", "bad");
            case ERROR -> new StateWords("Down", "bad");
            case UNKNOWN ->
                    state.lastCheck() == null
                            ? new StateWords("Waiting", "unknown")
                            : new StateWords("Unknown", "unknown");
        };
    }

    /// Whether a person might want to look.
    public boolean problem() {
        return look.equals("bad") || look.equals("doubt");
    }

    /// The first things first.
    int rank() {
        return switch (look) {
            case "bad" -> 0;
            case "doubt" -> 1;
            case "good" -> 3;
            default -> 2;
        };
    }
}
