package io.caretaker.cli.screen;

import java.util.List;

/// What a live view shows and does; [LiveLoop] drives it. All methods but `watch` and `carry` are
/// called by the thread that listens to the keys, and none of those may wait for anybody.
///
/// @param <M> what keys change
/// @param <P> what is known at one moment: immutable, and equal when it shows the same
/// @param <A> what a person can order
public interface LiveView<M extends LiveModel<M, A>, P, A> {
    /// The model before any key.
    M begin();

    /// The newest that is known.
    P picture();

    /// The model with its cursor where its row is in the picture.
    M settled(M model, P picture);

    /// The model after a key.
    M press(M model, Key key, P picture, Size size);

    /// Exactly as many lines as there are rows, none wider than the terminal.
    List<String> draw(M model, P picture, Size size);

    /// Looks at its pace until interrupted, in a thread of its own.
    void watch() throws InterruptedException;

    /// Lets `watch` look at everything now.
    void refresh();

    /// Carries out an order, in a thread of its own.
    ///
    /// @return what came of it, as a sentence
    /// @throws io.caretaker.core.problem.Problem when it cannot be done
    String carry(A order) throws InterruptedException;

    /// What shows the same where no terminal can, as a hint.
    String instead();
}
