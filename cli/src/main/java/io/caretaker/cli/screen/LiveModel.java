package io.caretaker.cli.screen;

import org.jspecify.annotations.Nullable;

/// Everything about a live view that keys change. Immutable; models that show the same are equal.
///
/// @param <M> the model itself
/// @param <A> what a person can order
public interface LiveModel<M, A> {
    /// The rows, and what the person is doing with them.
    Listing<?, A> list();

    /// The same with a sentence for the person.
    M saying(String message);

    /// What the last key wants to be done.
    default Wish<A> wish() {
        return list().wish();
    }

    /// Which row is chosen, from 0.
    default int cursor() {
        return list().cursor();
    }

    /// The text that rows are filtered by; empty for all.
    default String filter() {
        return list().filter();
    }

    /// What keys mean just now.
    default Mode mode() {
        return list().mode();
    }

    /// What the person is asked about; null for nothing.
    default @Nullable A asked() {
        return list().asked();
    }

    /// The sentence for the person; empty for none.
    default String message() {
        return list().message();
    }
}
