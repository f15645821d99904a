package io.caretaker.cli.render;

import io.caretaker.core.alert.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Deliveries for people.
public final class DeliveriesText {
    private DeliveriesText() {}

    public static String of(List<Delivery> deliveries, Instant now, Style style) {
        if (deliveries.isEmpty()) {
            return "Nothing was sent.\n";
        }
        var table = new Table("TIME", "CHANNEL", "SAID", "RESULT", "TRIES", "WHAT", "ANSWER");
        for (Delivery each : deliveries) {
            table.add(
                    Table.Cell.of(HistoryText.local(each.message().at())),
                    Table.Cell.of(each.channel()),
                    Table.Cell.of(Texts.word(each.message().said())),
                    result(each, now, style),
                    Table.Cell.of(Integer.toString(each.attempts())),
                    Table.Cell.of(what(each)),
                    Table.Cell.of(each.detail()));
        }
        return table.shrinkingTo(16).in(style);
    }

    private static Table.Cell result(Delivery each, Instant now, Style style) {
        return switch (each.state()) {
            case SENT -> new Table.Cell("sent", style::good);
            case DEAD -> new Table.Cell("given up", style::bad);
            case WAITING ->
                    new Table.Cell(
                            each.attempts() == 0
                                    ? "waits"
                                    : "tried again in "
                                            + Texts.duration(Duration.between(now, each.next())),
                            style::doubtful);
        };
    }

    private static String what(Delivery each) {
        int more = each.message().lines().size() + each.message().more() - 1;
        return each.message().title() + (more > 0 ? " (" + (more + 1) + " alerts)" : "");
    }
}
