package io.caretaker.cli.render;

import io.caretaker.core.alert.AlertView;
import io.caretaker.core.inventory.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Alerts for people, a line for each.
public final class AlertListText {
    private AlertListText() {}

    /// The table; a sentence where there is none.
    public static String of(List<AlertView> views, Instant now, Style style) {
        if (views.isEmpty()) {
            return "No alert.\n";
        }
        var table = new Table("ALERT", "SEVERITY", "STATE", "SINCE", "WHERE", "TOLD", "WHAT");
        for (AlertView view : views) {
            table.add(
                    Table.Cell.of(view.alert().id()),
                    severity(view, style),
                    Table.Cell.of(state(view)),
                    Table.Cell.of(
                            Texts.duration(Duration.between(view.alert().since(), now)) + " ago"),
                    Table.Cell.of(where(view)),
                    Table.Cell.of(told(view)),
                    Table.Cell.of(view.alert().title()));
        }
        return table.shrinkingTo(12).in(style);
    }

    private static Table.Cell severity(AlertView view, Style style) {
        Severity severity = view.alert().severity();
        boolean firing = view.alert().firing();
        return new Table.Cell(
                Texts.word(severity),
                cell ->
                        !firing
                                ? cell
                                : switch (severity) {
                                    case LOW -> cell;
                                    case MEDIUM -> style.doubtful(cell);
                                    case HIGH, CRITICAL -> style.bad(cell);
                                });
    }

    /// What there is to know of it besides that it is there.
    static String state(AlertView view) {
        if (view.alert().event()) {
            return "event";
        }
        if (!view.alert().firing()) {
            return Texts.word(view.alert().state());
        }
        var words = new ArrayList<String>();
        if (view.word() != null) {
            words.add("seen by " + view.word().by());
        }
        if (view.muted()) {
            words.add("muted");
        }
        return words.isEmpty() ? "firing" : String.join(", ", words);
    }

    private static String where(AlertView view) {
        var words = new ArrayList<String>();
        words.add(view.place().label().isEmpty() ? "caretaker" : view.place().label());
        if (!view.place().environment().isEmpty()) {
            words.add(view.place().environment());
        }
        return String.join(", ", words);
    }

    /// Who knows, or why nobody does.
    static String told(AlertView view) {
        if (!view.told().isEmpty()) {
            return String.join(", ", view.told());
        }
        String held = view.alert().held();
        if (!held.isEmpty()) {
            return "nobody: " + held;
        }
        return view.alert().firing() ? "nobody yet" : "nobody";
    }
}
