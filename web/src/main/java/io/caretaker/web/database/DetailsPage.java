package io.caretaker.web.database;

import io.caretaker.core.health.Detail;
import io.caretaker.core.health.HealthReport;
import io.caretaker.web.page.When;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The tables behind a database's metrics: slow queries, sizes, replicas.
///
/// @param trouble why it could not be asked; empty when it could
/// @param at when it was asked; null when it was not
public record DetailsPage(
        DatabaseHead head,
        String trouble,
        String hint,
        @Nullable When at,
        List<Sheet> sheets,
        List<String> notes) {
    public DetailsPage {
        sheets = List.copyOf(sheets);
        notes = List.copyOf(notes);
    }

    /// One table.
    public record Sheet(String title, List<Column> columns, List<List<String>> rows) {
        public Sheet {
            columns = List.copyOf(columns);
            rows = rows.stream().map(List::copyOf).toList();
        }
    }

    /// A column of a table.
    ///
    /// One column.
    ///
    /// @param number whether its values stand on the right
    /// @param code whether they are statements
    public record Column(String label, boolean number, boolean code) {}

    static DetailsPage of(DatabaseHead head, HealthReport report, Instant now) {
        return new DetailsPage(
                head,
                report.reached() == null ? report.message() : "",
                String.join(". ", FirstAid.of(report)),
                When.of(report.at(), now),
                report.details().stream()
                        .filter(each -> !each.rows().isEmpty())
                        .sorted(Comparator.comparingInt(DetailsPage::rank))
                        .map(DetailsPage::sheet)
                        .toList(),
                report.notes());
    }

    static DetailsPage unseen(DatabaseHead head, String trouble, String hint) {
        return new DetailsPage(head, trouble, hint, null, List.of(), List.of());
    }

    private static int rank(Detail detail) {
        String name = detail.name();
        return name.contains("quer") || name.contains("statement")
                ? 0
                : name.contains("size") ? 1 : name.contains("repl") ? 2 : 3;
    }

    private static Sheet sheet(Detail detail) {
        Map<String, @Nullable Object> first = detail.rows().getFirst();
        List<Column> columns = first.keySet().stream().map(name -> column(name, detail)).toList();
        return new Sheet(
                detail.title(),
                columns,
                detail.rows().stream()
                        .map(row ->
                                row.entrySet().stream()
                                        .map(each -> text(each.getKey(), each.getValue()))
                                        .toList())
                        .toList());
    }

    private static Column column(String name, Detail detail) {
        boolean number =
                detail.rows().stream()
                        .allMatch(row -> row.get(name) == null || row.get(name) instanceof Number);
        return new Column(
                MetricText.label(name), number, name.equals("query") || name.equals("statement"));
    }

    private static String text(String name, @Nullable Object value) {
        return switch (value) {
            case null -> "–";
            case Number number -> MetricText.value(name, number.doubleValue());
            case Boolean yes -> yes ? "yes" : "no";
            default -> value.toString();
        };
    }
}
