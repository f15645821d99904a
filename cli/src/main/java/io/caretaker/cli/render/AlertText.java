package io.caretaker.cli.render;

import io.caretaker.core.alert.Acknowledgement;
import io.caretaker.core.alert.Alert;
import io.caretaker.core.alert.AlertTimeline;
import io.caretaker.core.alert.AlertView;
import io.caretaker.core.alert.Delivery;
import io.caretaker.core.alert.EscalationPlan;
import io.caretaker.core.alert.Mute;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// One alert for people, with everything that is known of it.
public final class AlertText {
    private final AlertView view;
    private final Alert alert;
    private final Instant now;
    private final Style style;
    private final StringBuilder text = new StringBuilder();

    private AlertText(AlertView view, Instant now, Style style) {
        this.view = view;
        this.alert = view.alert();
        this.now = now;
        this.style = style;
    }

    /// The text.
    ///
    /// @param deliveries of messages that have a line about it, the newest first
    public static String of(
            AlertView view,
            List<Delivery> deliveries,
            EscalationPlan plan,
            Instant now,
            Style style) {
        var text = new AlertText(view, now, style);
        text.headline();
        text.place();
        text.words();
        text.timeline(AlertTimeline.of(view, deliveries));
        if (view.alert().firing() && view.alert().held().isEmpty()) {
            text.plan(plan);
        }
        text.deliveries(deliveries);
        return text.text.toString();
    }

    private void headline() {
        line(style.bold(Texts.line(alert.title())));
        alert.text()
                .lines()
                .filter(line -> !line.isBlank())
                .forEach(each -> line("  " + Texts.line(each)));
        line(
                alert.id()
                        + ": "
                        + Texts.word(alert.severity())
                        + ", "
                        + AlertListText.state(view)
                        + ", since "
                        + HistoryText.local(alert.since())
                        + " ("
                        + Texts.ago(alert.since(), now)
                        + ")");
        line("Rule:    " + alert.key().rule().word() + ", " + alert.key().rule().meaning());
        if (!alert.held().isEmpty() && alert.firing()) {
            line(style.doubtful("Nobody is told: " + Texts.line(alert.held()) + "."));
        }
    }

    private void place() {
        var place = view.place();
        field(
                "Service",
                place.service().isEmpty()
                        ? ""
                        : place.service() + " (" + place.serviceType() + ")");
        field("Host", place.host());
        field(
                "Where",
                String.join(
                        ", ",
                        List.of(place.environment(), place.region()).stream()
                                .filter(each -> !each.isEmpty())
                                .toList()));
        field("Detail", alert.key().detail());
    }

    private void field(String name, String value) {
        if (!value.isEmpty()) {
            line((name + ":        ").substring(0, 9) + Texts.line(value));
        }
    }

    private void words() {
        Acknowledgement word = view.word();
        if (word != null) {
            line(
                    "Seen by: "
                            + word.by()
                            + (word.until() == null
                                    ? ""
                                    : " until " + HistoryText.local(word.until()))
                            + comment(word.comment()));
        }
        for (Mute mute : view.mutes()) {
            line(
                    "Muted:   "
                            + mute.id()
                            + " by "
                            + mute.by()
                            + (mute.until() == null
                                    ? ""
                                    : " until " + HistoryText.local(mute.until()))
                            + comment(mute.comment()));
        }
        Instant until = view.mutedUntil();
        if (until != null) {
            line("Muted:   its service, until " + HistoryText.local(until));
        }
    }

    private static String comment(String comment) {
        return comment.isEmpty() ? "" : ": " + Texts.line(comment);
    }

    private void timeline(List<AlertTimeline.Entry> entries) {
        line("");
        entries.forEach(
                entry -> line(HistoryText.local(entry.at()) + "  " + Texts.line(entry.what())));
    }

    private void plan(EscalationPlan plan) {
        line("");
        if (plan.steps().stream().allMatch(step -> step.channels().isEmpty())) {
            line("Nobody is to be told of it.");
            return;
        }
        var table = new Table("WHEN", "WHO", "BY");
        for (EscalationPlan.Step step : plan.steps()) {
            table.add(
                    when(step),
                    step.channels().isEmpty() ? "nobody" : String.join(", ", step.channels()),
                    step.policy());
        }
        text.append(table.in(style));
    }

    private String when(EscalationPlan.Step step) {
        Instant due = step.due();
        if (due == null) {
            return view.word() != null
                    ? "not while somebody sees to it"
                    : Texts.duration(step.after()) + " after the first was told";
        }
        return due.isAfter(now)
                ? "in " + Texts.duration(Duration.between(now, due))
                : "since " + HistoryText.local(due);
    }

    private void deliveries(List<Delivery> deliveries) {
        line("");
        text.append(DeliveriesText.of(deliveries, now, style));
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
