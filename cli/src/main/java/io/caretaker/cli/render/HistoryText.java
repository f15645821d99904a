package io.caretaker.cli.render;

import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.inventory.Service;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/// History for people.
public final class HistoryText {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private HistoryText() {}

    public static String of(Service service, List<HistoryEntry> rows, Style style) {
        if (rows.isEmpty()) {
            return "Nothing is known of " + service.label() + " yet.\n";
        }
        var table = new Table("TIME", "STATUS", "RESPONSE", "WHAT");
        for (HistoryEntry row : rows) {
            table.add(
                    Table.Cell.of(local(row.timestamp())),
                    status(row, style),
                    response(row),
                    Table.Cell.of(what(row)));
        }
        return table.in(style);
    }

    /// Rows of several services.
    public static String of(List<HistoryEntry> rows, Style style) {
        if (rows.isEmpty()) {
            return "Nothing is known.\n";
        }
        var table = new Table("TIME", "SERVICE", "HOST", "STATUS", "RESPONSE", "WHAT");
        rows.forEach(row ->
                table.add(
                        Table.Cell.of(local(row.timestamp())),
                        Table.Cell.of(row.serviceId().value()),
                        Table.Cell.of(row.hostId().value()),
                        status(row, style),
                        response(row),
                        Table.Cell.of(what(row))));
        return table.in(style);
    }

    private static Table.Cell status(HistoryEntry row, Style style) {
        return new Table.Cell(Texts.word(row.status()), cell -> style.of(row.status(), cell));
    }

    private static Table.Cell response(HistoryEntry row) {
        double millis = row.responseTime().toNanos() / 1e6;
        return Table.Cell.of(String.format(Locale.ROOT, "%.1f ms", millis));
    }

    /// An instant in the local zone.
    public static String local(Instant instant) {
        return TIME.format(instant.atZone(ZoneId.systemDefault()));
    }

    private static String what(HistoryEntry row) {
        if (row.recovery() != null) {
            return "recovery " + row.recovery().action() + ": " + row.recovery().message();
        }
        return row.error() == null ? "" : row.error();
    }
}
