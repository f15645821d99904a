package io.caretaker.web.metrics;

import io.caretaker.core.alert.AlertRule;
import io.caretaker.core.inventory.Severity;
import io.caretaker.server.tell.AlertFigures;
import io.caretaker.server.tell.AlertLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How alerts stand, and whether people are reached.
final class AlertSource implements Source {
    private static final Family FIRING =
            Family.gauge(
                    "caretaker_alerts_firing", "alerts that fire, by rule", "rule", "severity");
    private static final Family ACKNOWLEDGED =
            Family.gauge(
                    "caretaker_alerts_acknowledged", "alerts that fire and that a person sees to");
    private static final Family MUTED =
            Family.gauge(
                    "caretaker_alerts_muted",
                    "alerts that fire and that a person wants to hear nothing of");
    private static final Family HELD =
            Family.gauge(
                    "caretaker_alerts_held",
                    "alerts that fire and that nobody is told of at present, for whatever reason");
    private static final Family WAITING =
            Family.gauge(
                    "caretaker_messages_waiting",
                    "messages that have not arrived yet, by channel",
                    "channel");
    private static final Family SENT =
            Family.counter(
                    "caretaker_messages_sent_total",
                    "messages that arrived, by channel",
                    "channel");
    private static final Family DEAD =
            Family.counter(
                    "caretaker_messages_dead_total",
                    "messages that were given up, by channel",
                    "channel");
    private static final Family FAILED =
            Family.counter(
                    "caretaker_message_attempts_failed_total",
                    "attempts after which a message had to be tried again, by channel",
                    "channel");
    private static final List<Cell> CELLS = cells();

    /// An alert's kind with its labels; there is one even while nothing of it fires.
    private record Cell(AlertFigures.Kind kind, Labels labels) {}

    private final AlertLoop alerts;

    AlertSource(AlertLoop alerts) {
        this.alerts = alerts;
    }

    private static List<Cell> cells() {
        var cells = new ArrayList<Cell>();
        for (AlertRule rule : AlertRule.values()) {
            if (rule.condition()) {
                for (Severity severity : Severity.values()) {
                    String word = severity.name().toLowerCase(Locale.ROOT);
                    cells.add(
                            new Cell(
                                    new AlertFigures.Kind(rule, severity),
                                    Labels.of("rule", rule.word(), "severity", word)));
                }
            }
        }
        return List.copyOf(cells);
    }

    /// All that it may ever tell.
    static List<Family> families() {
        return List.of(FIRING, ACKNOWLEDGED, MUTED, HELD, WAITING, SENT, DEAD, FAILED);
    }

    @Override
    public void collect(Samples samples) {
        AlertFigures figures = alerts.figures();
        for (Cell cell : CELLS) {
            samples.add(FIRING, cell.labels, figures.firing().getOrDefault(cell.kind, 0L));
        }
        samples.add(ACKNOWLEDGED, figures.acknowledged());
        samples.add(MUTED, figures.muted());
        samples.add(HELD, figures.held());
        alerts.channels()
                .forEach((channel, messages) -> {
                    Labels labels = Labels.of("channel", channel);
                    samples.add(WAITING, labels, messages.waiting());
                    samples.add(SENT, labels, messages.sent());
                    samples.add(DEAD, labels, messages.dead());
                    samples.add(FAILED, labels, messages.failedAttempts());
                });
    }
}
