package io.caretaker.cli.screen;

/// What a key wants to be done besides showing the new model.
///
/// @param <A> what a person can order
public sealed interface Wish<A> {
    record Nothing<A>() implements Wish<A> {}

    /// Look now.
    record Refresh<A>() implements Wish<A> {}

    /// Leave.
    record Quit<A>() implements Wish<A> {}

    /// Carry out what the person decided.
    record Carry<A>(A order) implements Wish<A> {}
}
