package io.caretaker.core.alert;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// One plain sentence for a message of one or many lines. Pure.
final class MessageTitle {
    private static final int NAMED = 3;

    private MessageTitle() {}

    /// The lines in the order in which people should read them.
    static List<MessageLine> ordered(List<MessageLine> lines) {
        return lines.stream()
                .sorted(
                        Comparator.comparingInt((MessageLine line) -> urgency(line.said()))
                                .thenComparing(MessageLine::severity, Comparator.reverseOrder())
                                .thenComparingInt(line -> -line.affectedCount())
                                .thenComparing(line -> line.key().rule())
                                .thenComparing(MessageLine::since)
                                .thenComparing(MessageLine::alert))
                .toList();
    }

    private static int urgency(Said said) {
        return switch (said) {
            case FIRING -> 0;
            case ACKNOWLEDGED -> 1;
            case RESOLVED -> 2;
            case EVENT -> 3;
        };
    }

    /// @param lines in order, at least one
    /// @param more alerts that are counted without a line
    static String of(List<MessageLine> lines, int more) {
        MessageLine lead = lines.getFirst();
        boolean alone = lines.stream().map(line -> line.key().subject()).distinct().count() == 1;
        if (alone && more == 0) {
            return lead.title();
        }
        List<MessageLine> alike =
                lines.stream().filter(line -> line.said() == lead.said()).toList();
        List<String> names = alike.stream().map(line -> line.place().label()).distinct().toList();
        int count = names.size() + more;
        int others = lines.size() - alike.size();
        String news = others == 0 ? "" : "; and " + others + " other news";
        if (count == 1) {
            return lead.title() + news;
        }
        return counted(lead, alike, count)
                + where(alike)
                + ": "
                + names.stream().limit(NAMED).collect(Collectors.joining(", "))
                + (count > NAMED ? " and " + (count - NAMED) + " more" : "")
                + news;
    }

    private static String counted(MessageLine lead, List<MessageLine> alike, int count) {
        boolean same =
                alike.stream().map(line -> line.key().rule()).distinct().count() == 1
                        && lead.key().rule() == AlertRule.SERVICE_DOWN;
        return switch (lead.said()) {
            case FIRING -> count + (same ? " services are down" : " problems");
            case ACKNOWLEDGED -> count + " problems are seen to";
            case RESOLVED -> count + (same ? " services are up again" : " problems are over");
            case EVENT -> count + " events";
        };
    }

    private static String where(List<MessageLine> alike) {
        List<String> stages =
                alike.stream().map(line -> line.place().environment()).distinct().toList();
        return stages.size() == 1 && !stages.getFirst().isEmpty() ? " in " + stages.getFirst() : "";
    }
}
