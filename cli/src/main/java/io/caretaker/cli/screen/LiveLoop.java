package io.caretaker.cli.screen;

import io.caretaker.cli.log.LogOutput;
import io.caretaker.cli.render.Texts;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// Runs a live view on this process's terminal: it looks in one thread, carries out orders in
/// others, and listens to the keys in the caller's, so that it answers to keys while what it looks
/// at does not. For one use by one thread.
///
/// @param <M> what keys change
/// @param <P> what is known at one moment
/// @param <A> what a person can order
public final class LiveLoop<M extends LiveModel<M, A>, P, A> {
    private static final long KEY_MILLIS = 100;

    private final LiveView<M, P, A> view;
    private final Queue<String> answers = new ConcurrentLinkedQueue<>();
    private final List<Thread> orders = new ArrayList<>();
    private M model;
    private volatile @Nullable RuntimeException defect;

    public LiveLoop(LiveView<M, P, A> view) {
        this.view = view;
        this.model = view.begin();
    }

    /// Until the person leaves.
    ///
    /// @throws Problem `INVALID` when there is no terminal that could show it
    public void run() throws InterruptedException {
        LogOutput before = LogOutput.current();
        // Log lines would be written across the screen; what matters stands on it.
        LogOutput.use(new LogOutput(before.level(), before.json(), null, before.file()));
        try {
            live();
        } finally {
            LogOutput.use(before);
        }
    }

    private void live() throws InterruptedException {
        Thread watcher = Thread.ofVirtual().unstarted(() -> guarded(view::watch));
        try (Screen screen = Screen.open()) {
            watcher.start();
            listen(screen);
        } catch (IOException e) {
            throw new Problem(
                    ProblemCode.INVALID,
                    "this terminal cannot show the live view: " + e.getMessage(),
                    view.instead());
        } finally {
            watcher.interrupt();
            // What was begun is done and written down first, which takes seconds at most.
            for (Thread order : orders) {
                order.join();
            }
        }
    }

    /// A defect in a thread of its own ends the view, instead of leaving an old picture.
    private void guarded(Work work) {
        try {
            work.run();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            defect = e;
        }
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    private void listen(Screen screen) throws IOException {
        P drawn = null;
        M before = null;
        while (!screen.interrupted()) {
            RuntimeException broken = defect;
            if (broken != null) {
                throw broken;
            }
            P now = view.picture();
            String answer = answers.poll();
            M wanted = answer == null ? model : model.saying(answer);
            if (!now.equals(drawn) || !wanted.equals(before) || screen.resized()) {
                model = view.settled(wanted, now);
                before = model;
                drawn = now;
                screen.show(view.draw(model, now, screen.size()));
            }
            Key key = screen.key(KEY_MILLIS);
            if (key != null && !press(key, now, screen.size())) {
                return;
            }
        }
    }

    /// @return false when the person leaves
    private boolean press(Key key, P seen, Size size) {
        model = view.press(model, key, seen, size);
        return switch (model.wish()) {
            case Wish.Nothing<A> _ -> true;
            case Wish.Refresh<A> _ -> {
                view.refresh();
                yield true;
            }
            case Wish.Carry<A>(A order) -> {
                orders.add(Thread.ofVirtual().start(() -> guarded(() -> carry(order))));
                yield true;
            }
            case Wish.Quit<A> _ -> false;
        };
    }

    private void carry(A order) throws InterruptedException {
        try {
            answers.add(Texts.line(view.carry(order)));
        } catch (Problem problem) {
            String hint = problem.hint().isEmpty() ? "" : "; " + problem.hint();
            answers.add(Texts.line(problem.message() + hint));
        }
        view.refresh();
    }
}
