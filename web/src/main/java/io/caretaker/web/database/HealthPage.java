package io.caretaker.web.database;

import io.caretaker.web.page.When;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How healthy a database is.
///
/// @param made what the score is made of, in words
/// @param advice what helps when it cannot be worked with; empty when it can
/// @param notes what its account may not see, and what would show it
/// @param chart null when there are no metrics yet
public record HealthPage(
        DatabaseHead head,
        String score,
        String made,
        String message,
        List<String> advice,
        List<String> notes,
        @Nullable When at,
        List<AlertLine> alerts,
        List<Figure> figures,
        List<Group> groups,
        @Nullable Chart chart) {
    public HealthPage {
        advice = List.copyOf(advice);
        notes = List.copyOf(notes);
        alerts = List.copyOf(alerts);
        figures = List.copyOf(figures);
        groups = List.copyOf(groups);
    }

    /// A metric past its threshold.
    ///
    /// @param costs what it takes from the score
    public record AlertLine(
            HealthLook health, String message, String threshold, When since, int costs) {}

    /// One of the numbers that people look at first.
    public record Figure(String name, String label, String value, String look, Sparkline line) {}

    /// Metrics that belong together.
    public record Group(String title, List<Metric> metrics) {
        public Group {
            metrics = List.copyOf(metrics);
        }
    }

    /// One number.
    ///
    /// @param threshold when it is a warning and when critical, in words; empty for never
    public record Metric(
            String name,
            String label,
            String value,
            String meaning,
            String threshold,
            String look) {}

    /// A metric over time.
    ///
    /// @param options the metrics to choose from
    /// @param address of the numbers, for the script that draws them
    public record Chart(
            String metric, String window, List<String> options, String address, Sparkline line) {
        public Chart {
            options = List.copyOf(options);
        }
    }
}
