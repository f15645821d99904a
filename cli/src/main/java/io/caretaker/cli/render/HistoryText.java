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
                    new Table.Cell(Texts.word(row.status()), cell -> style.of(row.status(), cell)),
                    Table.Cell.of(
                            String.format(
                                    Locale.ROOT, "%.1f ms", row.responseTime().toNanos() / 1e6)),
                    Table.Cell.of(what(row)));
        }
        return table.in(style);
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
