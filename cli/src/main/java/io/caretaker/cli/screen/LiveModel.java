package io.caretaker.cli.screen;

/// Everything about a live view that keys change. Immutable; models that show the same are equal.
///
/// @param <M> the model itself
/// @param <A> what a person can order
public interface LiveModel<M, A> {
    /// The same with a sentence for the person.
    M saying(String message);

    /// What the last key wants to be done.
    Wish<A> wish();
}
