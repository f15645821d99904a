package io.caretaker.web.alert;

import io.caretaker.web.http.Request;
import java.util.List;

/// Alerts, the worst first.
public record AlertListPage(Choice choice, List<AlertLine> lines, List<String> environments) {
    public AlertListPage {
        lines = List.copyOf(lines);
        environments = List.copyOf(environments);
    }

    /// What a person wants to see.
    ///
    /// @param show `open`, `acknowledged`, `muted` or `past`
    /// @param severity the word of one; empty for all
    public record Choice(String show, String severity, String environment) {
        static Choice of(Request request) {
            return new Choice(
                    request.query("show").orElse("open"),
                    request.query("severity").orElse(""),
                    request.query("environment").orElse(""));
        }
    }

    /// In a sentence.
    public String headline() {
        return switch (choice.show()) {
            case "past" -> "Alerts of the last 7 days";
            case "acknowledged" -> count() + " that somebody sees to";
            case "muted" -> count() + " of which nobody is told";
            default -> lines.isEmpty() ? "No open alerts" : count() + " open";
        };
    }

    private String count() {
        return lines.size() == 1 ? "1 alert" : lines.size() + " alerts";
    }
}
