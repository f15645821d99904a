package io.caretaker.cli.watch;

import io.caretaker.cli.render.Style;
import io.caretaker.cli.render.Texts;
import io.caretaker.cli.screen.Key;
import io.caretaker.cli.screen.Screen;
import io.caretaker.cli.screen.Size;
import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.overview.Overview;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The live overview: reads the store in one thread, carries out orders in others, and listens to
/// the keys in the caller's, so that it answers to keys while the store does not.
public final class Watch {
    private static final long KEY_MILLIS = 100;
    private static final Duration LEAST_INTERVAL = Duration.ofMillis(500);
    private static final Duration MOST_INTERVAL = Duration.ofMinutes(5);
    private static final int IN_LIST = 20;

    private final WatchSource source;
    private final Frame frame;
    private final Duration interval;
    private final Semaphore lookNow = new Semaphore(0);
    private final Queue<String> answers = new ConcurrentLinkedQueue<>();
    private final List<Thread> orders = new ArrayList<>();
    private WatchModel model = WatchModel.begin();
    private volatile WatchPicture picture = WatchPicture.empty(Instant.now());
    private volatile List<ServiceId> shown = List.of();
    private volatile boolean detailed;
    private volatile boolean stale = true;
    private volatile @Nullable RuntimeException defect;

    /// @param ascii whether the terminal shows no other characters
    public Watch(WatchSource source, Style style, boolean ascii, Duration interval) {
        this.source = source;
        this.interval = interval;
        this.frame = new Frame(ZoneId.systemDefault(), style, ascii ? Bars.ASCII : Bars.BLOCKS);
    }

    /// Refuses a pace that is too fast or too slow to look at.
    ///
    /// @throws Problem `INVALID`
    public static void require(Duration interval) {
        if (interval.compareTo(LEAST_INTERVAL) < 0 || interval.compareTo(MOST_INTERVAL) > 0) {
            throw new Problem(ProblemCode.INVALID, "--interval must be 500 ms to 5 min", "");
        }
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
                    "`caretaker watch --once` shows the same once");
        } finally {
            watcher.interrupt();
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
        WatchPicture drawn = null;
        WatchModel before = null;
        while (!screen.interrupted()) {
            RuntimeException broken = defect;
            if (broken != null) {
                throw broken;
            }
            WatchPicture now = picture;
            String answer = answers.poll();
            WatchModel wanted = answer == null ? model : model.saying(answer);
            if (!now.equals(drawn) || !wanted.equals(before) || screen.resized()) {
                model = wanted.settled(wanted.rows(overview(now)));
                before = model;
                drawn = now;
                draw(screen, now);
            }
            Key key = screen.key(KEY_MILLIS);
            if (key != null && !press(key, now, screen.size())) {
                return;
            }
        }
    }

    private void draw(Screen screen, WatchPicture now) {
        WatchFrame.Drawn frameNow = WatchFrame.draw(frame, model, now, screen.size());
        screen.show(frameNow.lines());
        boolean details = model.mode() == WatchModel.Mode.DETAILS;
        boolean others = details != detailed || !frameNow.services().equals(shown);
        detailed = details;
        shown = frameNow.services();
        if (others && now.sight() != null) {
            lookNow.release();
        }
    }

    private static @Nullable Overview overview(WatchPicture picture) {
        Sight sight = picture.sight();
        return sight == null ? null : sight.overview();
    }

    private boolean press(Key key, WatchPicture seen, Size size) {
        model = model.press(key, overview(seen), WatchFrame.page(size));
        return switch (model.wish()) {
            case WatchModel.Wish.Nothing _ -> true;
            case WatchModel.Wish.Refresh _ -> {
                refresh();
                yield true;
            }
            case WatchModel.Wish.Carry(Order order) -> {
                orders.add(Thread.ofVirtual().start(() -> guarded(() -> carry(order))));
                yield true;
            }
            case WatchModel.Wish.Quit _ -> false;
        };
    }

    private void carry(Order order) {
        try {
            answers.add(source.carry(order));
        } catch (Problem problem) {
            answers.add(
                    Texts.line(
                            problem.message()
                                    + (problem.hint().isEmpty() ? "" : "; " + problem.hint())));
        }
        refresh();
    }

    /// Reads everything now, whatever was read when.
    private void refresh() {
        stale = true;
        lookNow.release();
    }

    /// Looks at its pace until interrupted; for services that come into view it reads only what
    /// they need.
    private void watch() throws InterruptedException {
        long looked = System.nanoTime();
        while (true) {
            if (stale || System.nanoTime() - looked >= interval.toNanos()) {
                stale = false;
                looked = System.nanoTime();
                picture = look(picture);
            }
            picture = withResults(picture);
            long left = interval.toNanos() - (System.nanoTime() - looked);
            if (lookNow.tryAcquire(Math.max(0, left), TimeUnit.NANOSECONDS)) {
                lookNow.drainPermits();
            }
        }
    }

    private WatchPicture look(WatchPicture before) {
        try {
            return before.seen(Instant.now(), source.look());
        } catch (Problem problem) {
            return before.failed(Instant.now(), problem.message());
        }
    }

    /// With the newest results of what is shown; those of a service that cannot be read stay.
    private WatchPicture withResults(WatchPicture before) {
        var results = new HashMap<ServiceId, List<HistoryEntry>>();
        try {
            for (ServiceId service : shown) {
                results.put(
                        service, source.recent(service, detailed ? WatchDetails.RESULTS : IN_LIST));
            }
            return before.with(results);
        } catch (Problem problem) {
            return before.failed(before.at(), problem.message());
        }
    }
}
