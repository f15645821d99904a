package io.caretaker.cli.watch;

import io.caretaker.cli.render.Style;
import io.caretaker.cli.screen.Bell;
import io.caretaker.cli.screen.Key;
import io.caretaker.cli.screen.LiveLoop;
import io.caretaker.cli.screen.LiveView;
import io.caretaker.cli.screen.Mode;
import io.caretaker.cli.screen.Size;
import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;

/// The live overview of what the store knows.
public final class Watch implements LiveView<WatchModel, WatchPicture, Order> {
    private static final int IN_LIST = 20;

    private final WatchSource source;
    private final Frame frame;
    private final Duration interval;
    private final Bell lookNow = new Bell();
    private volatile WatchPicture picture = WatchPicture.empty(Instant.now());
    private volatile List<ServiceId> shown = List.of();
    private volatile boolean detailed;
    private volatile boolean stale = true;

    /// @param ascii whether the terminal shows no other characters
    public Watch(WatchSource source, Style style, boolean ascii, Duration interval) {
        this.source = source;
        this.interval = interval;
        this.frame = new Frame(ZoneId.systemDefault(), style, ascii ? Bars.ASCII : Bars.BLOCKS);
    }

    /// Until the person leaves.
    public void live() throws InterruptedException {
        new LiveLoop<>(this).run();
    }

    @Override
    public WatchModel begin() {
        return WatchModel.begin();
    }

    @Override
    public WatchPicture picture() {
        return picture;
    }

    @Override
    public WatchModel settled(WatchModel model, WatchPicture seen) {
        return model.settled(model.rows(seen.overview()));
    }

    @Override
    public WatchModel press(WatchModel model, Key key, WatchPicture seen, Size size) {
        return model.press(key, seen.overview(), WatchFrame.page(size));
    }

    /// Services that come into view are looked at right away.
    @Override
    public List<String> draw(WatchModel model, WatchPicture seen, Size size) {
        WatchFrame.Drawn drawn = WatchFrame.draw(frame, model, seen, size);
        boolean details = model.mode() == Mode.DETAILS;
        boolean others = details != detailed || !drawn.services().equals(shown);
        detailed = details;
        shown = drawn.services();
        if (others && seen.sight() != null) {
            lookNow.ring();
        }
        return drawn.lines();
    }

    @Override
    public String carry(Order order) {
        return source.carry(order);
    }

    /// Reads everything now, whatever was read when.
    @Override
    public void refresh() {
        stale = true;
        lookNow.ring();
    }

    @Override
    public String instead() {
        return "`caretaker watch --once` shows the same once";
    }

    /// Looks at its pace until interrupted; for services that come into view it reads only what
    /// they need.
    @Override
    public void watch() throws InterruptedException {
        long looked = System.nanoTime();
        while (true) {
            if (stale || System.nanoTime() - looked >= interval.toNanos()) {
                stale = false;
                looked = System.nanoTime();
                picture = look(picture);
            }
            picture = withResults(picture);
            lookNow.heard(interval.minusNanos(System.nanoTime() - looked));
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
