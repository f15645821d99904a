package io.caretaker.core.alert;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// What happened to an alert, the oldest first.
public final class AlertTimeline {
    private AlertTimeline() {}

    /// One thing that happened.
    public record Entry(Instant at, String what) {}

    /// The entries.
    ///
    /// @param deliveries of messages that have a line about it
    public static List<Entry> of(AlertView view, List<Delivery> deliveries) {
        Alert alert = view.alert();
        var entries = new ArrayList<Entry>();
        List<Instant> beginnings = alert.beginnings();
        for (int i = 0; i < beginnings.size(); i++) {
            boolean first = beginnings.get(i).equals(alert.since());
            String word = alert.event() ? "happened" : "began";
            entries.add(new Entry(beginnings.get(i), first ? word : "began again"));
        }
        deliveries.forEach(each -> told(each, alert, entries));
        Acknowledgement word = view.word();
        if (word != null) {
            entries.add(new Entry(word.at(), word.by() + " sees to it" + comment(word.comment())));
        }
        for (Mute mute : view.mutes()) {
            if (!mute.at().isBefore(alert.since())) {
                entries.add(
                        new Entry(mute.at(), mute.by() + " muted it" + comment(mute.comment())));
            }
        }
        Instant ended = alert.endedAt();
        if (ended != null && !alert.event()) {
            String how = alert.ending().isEmpty() ? word(alert.state()) : alert.ending();
            entries.add(new Entry(ended, "ended: " + how));
        }
        entries.sort(Comparator.comparing(Entry::at));
        return List.copyOf(entries);
    }

    private static void told(Delivery delivery, Alert alert, List<Entry> entries) {
        delivery.message().lines().stream()
                .filter(line -> line.alert().equals(alert.id()))
                .findFirst()
                .ifPresent(line ->
                        entries.add(new Entry(delivery.message().at(), words(delivery, line))));
    }

    private static String words(Delivery delivery, MessageLine line) {
        String end =
                switch (delivery.state()) {
                    case SENT -> "";
                    case WAITING -> " (waits)";
                    case DEAD -> " (given up: " + delivery.detail() + ")";
                };
        String reason = line.reason().isEmpty() ? "" : ", " + line.reason();
        return "told " + delivery.channel() + ": " + word(line.said()) + reason + end;
    }

    private static String comment(String comment) {
        return comment.isEmpty() ? "" : ": " + comment;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
