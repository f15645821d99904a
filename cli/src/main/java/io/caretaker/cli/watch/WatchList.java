package io.caretaker.cli.watch;

import io.caretaker.cli.render.Texts;
import io.caretaker.cli.screen.Line;
import io.caretaker.cli.screen.Look;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.overview.Counts;
import io.caretaker.core.status.Status;
import java.util.ArrayList;
import java.util.List;

/// The part of the list that fits, with the cursor in it. Rows have different heights. Pure.
final class WatchList {
    private final WatchPicture picture;
    private final List<WatchRow> rows;
    private final int cursor;
    private final int room;
    private final Frame frame;
    private final int columns;
    private final ServiceLine service;
    private final ProblemLines problem;
    private final List<String> lines = new ArrayList<>();
    private final List<ServiceId> services = new ArrayList<>();

    /// What is shown, and of which services.
    record Shown(List<String> lines, List<ServiceId> services) {}

    private WatchList(
            Frame frame,
            WatchPicture picture,
            List<WatchRow> rows,
            int cursor,
            int columns,
            int room) {
        this.frame = frame;
        this.picture = picture;
        this.rows = rows;
        this.cursor = cursor;
        this.columns = columns;
        this.room = room;
        this.service = new ServiceLine(frame, columns);
        this.problem = new ProblemLines(frame, columns, room >= 12);
    }

    /// @param room lines that fit
    static Shown of(
            Frame frame,
            WatchPicture picture,
            List<WatchRow> rows,
            int cursor,
            int columns,
            int room) {
        return new WatchList(frame, picture, rows, cursor, columns, room).shown();
    }

    private Shown shown() {
        for (int i = first(); i < rows.size() && lines.size() < room; i++) {
            add(rows.get(i), i == cursor);
        }
        return new Shown(lines.subList(0, Math.min(room, lines.size())), services);
    }

    /// The first row, so that the cursor's is wholly there and as much as fits before it.
    private int first() {
        if (rows.isEmpty()) {
            return 0;
        }
        int at = Math.clamp(cursor, 0, rows.size() - 1);
        int used = height(rows.get(at));
        while (at > 0 && used + height(rows.get(at - 1)) <= room) {
            at--;
            used += height(rows.get(at));
        }
        return at;
    }

    private int height(WatchRow row) {
        return switch (row) {
            case WatchRow.Problem _ -> problem.height();
            case WatchRow.Group _ -> problem.tall() ? 2 : 1;
            case WatchRow.Service _ -> 1;
        };
    }

    private void add(WatchRow row, boolean selected) {
        switch (row) {
            case WatchRow.Problem(var item) ->
                    lines.addAll(problem.of(item, selected, picture.at()));
            case WatchRow.Group group -> {
                if (problem.tall()) {
                    lines.add("");
                }
                lines.add(group(group, selected));
            }
            case WatchRow.Service(var shown) -> {
                services.add(shown.id());
                lines.add(service.of(shown, picture.recent(shown.id()), selected, picture.at()));
            }
        }
    }

    private String group(WatchRow.Group group, boolean selected) {
        Line line = new Line(frame.style(), columns);
        Look look = selected ? Look.SELECTED : Look.BOLD;
        line.add(look, (selected ? "> " : "  ") + group.environment() + " " + group.region());
        Counts counts = group.counts();
        line.add(Look.FAINT, "  " + Texts.count(counts.watched(), "service"));
        some(line, Look.BAD, counts.down(), "down");
        some(line, Look.DOUBTFUL, counts.of(Status.WARNING), "warning");
        some(line, Look.DOUBTFUL, counts.of(Status.UNKNOWN), "unknown");
        some(line, Look.FAINT, counts.unwatched(), "not watched");
        return line.toString();
    }

    private static void some(Line line, Look look, int count, String word) {
        if (count > 0) {
            line.add(Look.FAINT, ", ").add(look, count + " " + word);
        }
    }
}
