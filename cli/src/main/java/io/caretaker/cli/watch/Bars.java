package io.caretaker.cli.watch;

import io.caretaker.cli.screen.Line;
import io.caretaker.cli.screen.Look;
import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.status.Status;
import java.util.List;

/// The newest results as a bar, the newest on the right. Its shape tells as much as its colour.
enum Bars {
    BLOCKS("▁", "▄", "█", "·"),
    ASCII("_", "=", "#", ".");

    private final String up;
    private final String warning;
    private final String down;
    private final String unknown;

    Bars(String up, String warning, String down, String unknown) {
        this.up = up;
        this.warning = warning;
        this.down = down;
        this.unknown = unknown;
    }

    /// Adds a bar of so many columns to the line.
    ///
    /// @param results newest first; what recovery wrote is no result
    void add(Line line, List<HistoryEntry> results, int width) {
        List<HistoryEntry> shown =
                results.stream().filter(each -> each.recovery() == null).limit(width).toList();
        line.add(Look.PLAIN, " ".repeat(width - shown.size()));
        for (HistoryEntry each : shown.reversed()) {
            line.add(look(each.status()), sign(each.status()));
        }
    }

    private String sign(Status status) {
        return switch (status) {
            case RUNNING -> up;
            case WARNING -> warning;
            case STOPPED, ERROR -> down;
            case UNKNOWN -> unknown;
        };
    }

    static Look look(Status status) {
        return switch (status) {
            case RUNNING -> Look.GOOD;
            case WARNING, UNKNOWN -> Look.DOUBTFUL;
            case STOPPED, ERROR -> Look.BAD;
        };
    }
}
