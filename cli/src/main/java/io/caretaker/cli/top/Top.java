package io.caretaker.cli.top;

import io.caretaker.cli.render.LocksText.Branches;
import io.caretaker.cli.render.Style;
import io.caretaker.cli.render.Texts;
import io.caretaker.cli.screen.Key;
import io.caretaker.cli.screen.Screen;
import io.caretaker.cli.screen.Size;
import io.caretaker.cli.top.TopFrame.Frame;
import io.caretaker.core.check.Metrics;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.session.SessionSnapshot;
import io.caretaker.core.session.SessionsReply;
import io.caretaker.server.care.SessionLook;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The live view: looks at the server in one thread, ends sessions in another, and listens to the
/// keys in the caller's, so that it answers to keys while the server does not.
public final class Top {
    private static final long KEY_MILLIS = 100;
    private static final Duration METRICS_EVERY = Duration.ofSeconds(2);

    private final TopServer server;
    private final Frame frame;
    private final Duration interval;
    private final Semaphore lookNow = new Semaphore(0);
    private final Queue<String> answers = new ConcurrentLinkedQueue<>();
    private volatile TopPicture picture = TopPicture.empty(Instant.now());
    private final List<Thread> ends = new ArrayList<>();
    private volatile TopModel model;
    private volatile @Nullable RuntimeException defect;

    public Top(TopServer server, Style style, Branches branches, Duration interval) {
        if (interval.compareTo(TopModel.LEAST_INTERVAL) < 0
                || interval.compareTo(TopModel.MOST_INTERVAL) > 0) {
            throw new Problem(ProblemCode.INVALID, "--interval must be 500 ms to 5 min", "");
        }
        this.server = server;
        this.interval = interval;
        this.frame = new Frame(server.service().label(), ZoneId.systemDefault(), style, branches);
        this.model = TopModel.begin(interval);
    }

    /// One picture with every session that runs, for scripts.
    ///
    /// @throws Problem `UNREACHABLE` or `DENIED` when the server does not show its sessions
    public List<String> once(int columns) throws InterruptedException {
        SessionSnapshot snapshot = SessionLook.seen(server.look());
        TopPicture seen = new TopPicture(Instant.now(), snapshot, server.metrics(), null);
        TopModel first = TopModel.begin(interval);
        int rows = Math.max(1, TopRows.of(first, seen.snapshot(), frame.branches()).size());
        List<String> lines =
                TopFrame.lines(frame, first, seen, new Size(columns, rows + TopFrame.AROUND));
        // Without the query of a selected session and the keys.
        return lines.subList(0, lines.size() - 2).stream().map(String::stripTrailing).toList();
    }

    /// Until the person leaves.
    public void live() throws InterruptedException {
        Thread watcher = Thread.ofVirtual().unstarted(() -> guarded(this::watch));
        try (Screen screen = Screen.open()) {
            watcher.start();
            listen(screen);
        } catch (IOException e) {
            throw new Problem(
                    ProblemCode.INVALID,
                    "this terminal cannot show the live view: " + e.getMessage(),
                    "`caretaker sessions` and `caretaker locks` show the same once");
        } finally {
            watcher.interrupt();
            // What was begun is written down when it is over, which takes ten seconds at most.
            for (Thread end : ends) {
                end.join();
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
        TopPicture shown = null;
        TopModel drawn = null;
        while (!screen.interrupted()) {
            TopPicture now = picture;
            TopModel settled =
                    answered(model.settled(TopRows.of(model, now.snapshot(), frame.branches())));
            RuntimeException broken = defect;
            if (broken != null) {
                throw broken;
            }
            if (!now.equals(shown) || !settled.equals(drawn) || screen.resized()) {
                screen.show(TopFrame.lines(frame, settled, now, screen.size()));
                shown = now;
                drawn = settled;
            }
            model = settled;
            Key key = screen.key(KEY_MILLIS);
            if (key != null && !press(key, now, screen.size())) {
                return;
            }
        }
    }

    private TopModel answered(TopModel settled) {
        String answer = answers.poll();
        return answer == null ? settled : settled.saying(answer);
    }

    private boolean press(Key key, TopPicture seen, Size size) {
        Duration paceBefore = model.interval();
        List<TopRow> rows = TopRows.of(model, seen.snapshot(), frame.branches());
        TopModel next =
                model.press(
                        key,
                        rows,
                        TopFrame.page(size),
                        server.service().careInForce().protection());
        model = next;
        if (!next.interval().equals(paceBefore)) {
            lookNow.release();
        }
        return switch (next.wish()) {
            case TopModel.Wish.Nothing _ -> true;
            case TopModel.Wish.Refresh _ -> {
                lookNow.release();
                yield true;
            }
            case TopModel.Wish.Carry(TopModel.End end) -> {
                ends.add(Thread.ofVirtual().start(() -> guarded(() -> end(end))));
                yield true;
            }
            case TopModel.Wish.Quit _ -> false;
        };
    }

    private void end(TopModel.End end) throws InterruptedException {
        try {
            answers.add(Texts.line(server.end(end.session(), end.method())));
        } catch (Problem problem) {
            answers.add(
                    Texts.line(
                            problem.message()
                                    + (problem.hint().isEmpty() ? "" : "; " + problem.hint())));
        }
        lookNow.release();
    }

    /// Looks at its pace until interrupted.
    private void watch() throws InterruptedException {
        Metrics metrics = Metrics.NONE;
        long measured = System.nanoTime() - METRICS_EVERY.toNanos();
        while (true) {
            boolean wanted = lookNow.tryAcquire();
            lookNow.drainPermits();
            if (wanted || !model.paused()) {
                if (System.nanoTime() - measured >= METRICS_EVERY.toNanos()) {
                    measured = System.nanoTime();
                    metrics = measured(metrics);
                }
                picture = look(picture, metrics);
            }
            if (lookNow.tryAcquire(model.interval().toMillis(), TimeUnit.MILLISECONDS)) {
                lookNow.release();
            }
        }
    }

    /// The list is worth showing without them.
    private Metrics measured(Metrics before) throws InterruptedException {
        try {
            return server.metrics();
        } catch (Problem _) {
            return before;
        }
    }

    private TopPicture look(TopPicture before, Metrics metrics) throws InterruptedException {
        try {
            return switch (server.look()) {
                case SessionsReply.Seen(SessionSnapshot snapshot) ->
                        new TopPicture(Instant.now(), snapshot, metrics, null);
                case SessionsReply.Unseen(DatabaseReply reply) ->
                        before.failed(Instant.now(), why(reply));
            };
        } catch (Problem problem) {
            return before.failed(Instant.now(), problem.message());
        }
    }

    private static String why(DatabaseReply reply) {
        return switch (reply) {
            case DatabaseReply.Refused refused -> refused.message();
            case DatabaseReply.Unknown unknown -> unknown.message();
            case DatabaseReply.Reached reached -> reached.version();
        };
    }
}
