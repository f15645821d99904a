package io.caretaker.cli.top;

import io.caretaker.cli.render.LocksText.Branches;
import io.caretaker.cli.render.Style;
import io.caretaker.cli.screen.Bell;
import io.caretaker.cli.screen.Key;
import io.caretaker.cli.screen.LiveLoop;
import io.caretaker.cli.screen.LiveView;
import io.caretaker.cli.screen.Pace;
import io.caretaker.cli.screen.Size;
import io.caretaker.cli.top.TopFrame.Frame;
import io.caretaker.core.check.Metrics;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.session.Protection;
import io.caretaker.core.session.SessionSnapshot;
import io.caretaker.core.session.SessionsReply;
import io.caretaker.server.care.SessionLook;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/// The live view of a database's sessions.
public final class Top implements LiveView<TopModel, TopPicture, TopModel.End> {
    private static final Duration METRICS_EVERY = Duration.ofSeconds(2);

    private final TopServer server;
    private final Frame frame;
    private final Bell lookNow = new Bell();
    private volatile TopPicture picture = TopPicture.empty(Instant.now());
    private volatile TopModel drawn;

    public Top(TopServer server, Style style, Branches branches, Duration interval) {
        Pace.require(interval);
        this.server = server;
        this.frame = new Frame(server.service().label(), ZoneId.systemDefault(), style, branches);
        this.drawn = TopModel.begin(interval);
    }

    /// One picture with every session that runs, for scripts.
    ///
    /// @throws Problem `UNREACHABLE` or `DENIED` when the server does not show its sessions
    public List<String> once(int columns) throws InterruptedException {
        SessionSnapshot snapshot = SessionLook.seen(server.look());
        TopPicture seen = new TopPicture(Instant.now(), snapshot, server.metrics(), null);
        TopModel first = begin();
        int rows = Math.max(1, rows(first, seen).size());
        List<String> lines =
                TopFrame.lines(frame, first, seen, new Size(columns, rows + TopFrame.AROUND));
        // Without the query of a selected session and the keys.
        return lines.subList(0, lines.size() - 2).stream().map(String::stripTrailing).toList();
    }

    /// Until the person leaves.
    public void live() throws InterruptedException {
        new LiveLoop<>(this).run();
    }

    @Override
    public TopModel begin() {
        return drawn;
    }

    @Override
    public TopPicture picture() {
        return picture;
    }

    @Override
    public TopModel settled(TopModel model, TopPicture seen) {
        return model.settled(rows(model, seen));
    }

    private List<TopRow> rows(TopModel model, TopPicture seen) {
        return TopRows.of(model, seen.snapshot(), frame.branches());
    }

    @Override
    public TopModel press(TopModel model, Key key, TopPicture seen, Size size) {
        Protection protection = server.service().careInForce().protection();
        return model.press(key, rows(model, seen), TopFrame.page(size), protection);
    }

    /// Another pace begins at once.
    @Override
    public List<String> draw(TopModel model, TopPicture seen, Size size) {
        boolean otherPace = !model.interval().equals(drawn.interval());
        drawn = model;
        if (otherPace) {
            lookNow.ring();
        }
        return TopFrame.lines(frame, model, seen, size);
    }

    @Override
    public String carry(TopModel.End end) throws InterruptedException {
        return server.end(end.session(), end.method());
    }

    @Override
    public void refresh() {
        lookNow.ring();
    }

    @Override
    public String instead() {
        return "`caretaker sessions` and `caretaker locks` show the same once";
    }

    @Override
    public void watch() throws InterruptedException {
        Metrics metrics = Metrics.NONE;
        long measured = System.nanoTime() - METRICS_EVERY.toNanos();
        boolean wanted = true;
        while (true) {
            if (wanted || !drawn.paused()) {
                if (System.nanoTime() - measured >= METRICS_EVERY.toNanos()) {
                    measured = System.nanoTime();
                    metrics = measured(metrics);
                }
                picture = look(picture, metrics);
            }
            wanted = lookNow.heard(drawn.interval());
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
