package io.caretaker.cli.watch;

import io.caretaker.cli.render.Texts;
import io.caretaker.cli.screen.Line;
import io.caretaker.cli.screen.Look;
import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.overview.AttentionItem;
import io.caretaker.core.overview.FleetService;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// All about one problem or service. Pure.
final class WatchDetails {
    /// How many results are read.
    static final int RESULTS = 100;

    private static final int NAMED = 20;

    private final Frame frame;
    private final int columns;
    private final Instant now;
    private final List<String> lines = new ArrayList<>();

    private WatchDetails(Frame frame, int columns, Instant now) {
        this.frame = frame;
        this.columns = columns;
        this.now = now;
    }

    /// @param item what is wrong; null when nothing is
    /// @param service the service that it is about; null for none
    /// @param recent its newest results, newest first
    static List<String> lines(
            Frame frame,
            int columns,
            @Nullable AttentionItem item,
            @Nullable FleetService service,
            List<HistoryEntry> recent,
            Instant now) {
        var details = new WatchDetails(frame, columns, now);
        if (service != null) {
            details.service(service);
        }
        if (item != null) {
            details.problem(item);
        }
        if (service != null) {
            details.history(recent);
        }
        return details.lines;
    }

    private void service(FleetService service) {
        Service known = service.view().service();
        var state = service.view().state();
        add(Look.BOLD, service.label());
        add(
                Look.PLAIN,
                service.type()
                        + " on "
                        + service.host()
                        + ", "
                        + known.environment()
                        + " "
                        + known.region());
        add(
                service.watched() ? Bars.look(service.status()) : Look.FAINT,
                ServiceLine.status(service)
                        + (service.since() == null
                                ? ""
                                : " for " + Texts.duration(Duration.between(service.since(), now)))
                        + ", up "
                        + Texts.percent(service.uptimePercent())
                        + " of 30 days, checked "
                        + Texts.ago(state.lastCheck(), now));
        add(Look.PLAIN, state.message());
    }

    private void problem(AttentionItem item) {
        lines.add("");
        add(ProblemLines.look(item), item.what());
        add(Look.PLAIN, item.why());
        add(Look.PLAIN, item.doing());
        add(Look.BOLD, item.asked());
        if (item.seenBy() != null) {
            add(Look.GOOD, item.seenBy() + " sees to it.");
        }
        add(
                Look.FAINT,
                "Severity "
                        + Texts.word(item.severity())
                        + (item.since() == null ? "" : ", since " + frame.day(item.since()))
                        + ids(item));
        if (!item.folded().isEmpty()) {
            add(Look.FAINT, "It explains: " + names(item.folded()));
        }
    }

    private static String ids(AttentionItem item) {
        return (item.alerts().isEmpty() ? "" : ", alerts " + String.join(" ", item.alerts()))
                + (item.approval().isEmpty() ? "" : ", approval " + item.approval());
    }

    private static String names(List<ServiceId> ids) {
        String named =
                ids.stream().limit(NAMED).map(ServiceId::value).collect(Collectors.joining(", "));
        int more = ids.size() - NAMED;
        return more > 0 ? named + " and " + more + " more" : named;
    }

    private void history(List<HistoryEntry> recent) {
        lines.add("");
        if (recent.isEmpty()) {
            add(Look.FAINT, "No result is written down yet.");
            return;
        }
        List<HistoryEntry> recoveries =
                recent.stream().filter(each -> each.recovery() != null).toList();
        List<HistoryEntry> results =
                recent.stream().filter(each -> each.recovery() == null).toList();
        responses(results);
        if (!recoveries.isEmpty()) {
            add(Look.BOLD, "Recoveries");
            recoveries.forEach(this::recovery);
            lines.add("");
        }
        add(Look.BOLD, "Newest results");
        results.forEach(this::result);
    }

    private void responses(List<HistoryEntry> results) {
        Line bar = new Line(frame.style(), columns);
        frame.bars().add(bar, results, Math.clamp(columns - 2L, 1, Math.max(1, results.size())));
        lines.add(bar.toString());
        List<Duration> times =
                results.stream()
                        .filter(each -> each.status().up())
                        .map(HistoryEntry::responseTime)
                        .sorted()
                        .toList();
        if (!times.isEmpty()) {
            add(
                    Look.PLAIN,
                    "Response time: half within "
                            + Amounts.response(times.get((times.size() - 1) / 2))
                            + ", the slowest "
                            + Amounts.response(times.getLast())
                            + ", of the last "
                            + Texts.count(times.size(), "good result")
                            + ".");
        }
        lines.add("");
    }

    private void recovery(HistoryEntry entry) {
        HistoryEntry.RecoveryNote note = entry.recovery();
        if (note != null) {
            row(
                    entry,
                    note.success() ? Look.GOOD : Look.BAD,
                    note.action() + (note.success() ? " worked" : " failed"),
                    20,
                    note.message());
        }
    }

    private void result(HistoryEntry entry) {
        String error = entry.error() == null ? "" : entry.error();
        String time = entry.status().up() ? Amounts.response(entry.responseTime()) + " " : "";
        row(entry, Bars.look(entry.status()), Texts.word(entry.status()), 9, time + error);
    }

    private void row(HistoryEntry entry, Look look, String word, int width, String text) {
        lines.add(
                new Line(frame.style(), columns)
                        .add(Look.FAINT, "  " + frame.day(entry.timestamp()) + "  ")
                        .fill(look, word, width)
                        .add(Look.PLAIN, Texts.line(text))
                        .toString());
    }

    /// Adds the text in as many lines as it takes, broken between words.
    private void add(Look look, String text) {
        String left = Texts.line(text);
        while (Texts.columns(left) > columns) {
            int end = left.lastIndexOf(' ', columns);
            String head =
                    Texts.columns(left.substring(0, Math.max(0, end))) <= columns && end > 0
                            ? left.substring(0, end)
                            : "";
            if (head.isEmpty()) {
                break;
            }
            lines.add(Line.of(frame.style(), columns, look, head));
            left = left.substring(end + 1);
        }
        if (!left.isEmpty()) {
            lines.add(Line.of(frame.style(), columns, look, left));
        }
    }
}
