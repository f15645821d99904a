package io.caretaker.channels.http;

import io.caretaker.core.alert.AlertKey;
import io.caretaker.core.alert.AlertPlace;
import io.caretaker.core.alert.AlertRule;
import io.caretaker.core.alert.Message;
import io.caretaker.core.alert.MessageLine;
import io.caretaker.core.alert.Said;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.inventory.Severity;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lines of messages, and messages of them.
record Lines(
        String alert,
        AlertKey key,
        Said said,
        Severity severity,
        String title,
        String text,
        Instant since,
        @Nullable Instant endedAt,
        AlertPlace place,
        String by,
        String thread,
        int open) {
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    /// `db1` on `h1` is down, told in its own message.
    static Lines down(String service) {
        return new Lines(
                "a-" + service,
                AlertKey.of(AlertRule.SERVICE_DOWN, new ServiceId(service)),
                Said.FIRING,
                Severity.CRITICAL,
                service + " is down",
                "nobody listens on port 5432",
                NOON,
                null,
                new AlertPlace(
                        service, "postgresql", "h1", "production", "eu", service, List.of("x")),
                "",
                "n-1",
                1);
    }

    Lines key(AlertKey other) {
        return new Lines(
                alert, other, said, severity, title, text, since, endedAt, place, by, thread, open);
    }

    Lines since(Instant other) {
        return new Lines(
                alert, key, said, severity, title, text, other, endedAt, place, by, thread, open);
    }

    Lines severity(Severity other) {
        return new Lines(
                alert, key, said, other, title, text, since, endedAt, place, by, thread, open);
    }

    Lines words(String newTitle, String newText) {
        return new Lines(
                alert, key, said, severity, newTitle, newText, since, endedAt, place, by, thread,
                open);
    }

    Lines thread(String other, int stillOpen) {
        return new Lines(
                alert, key, said, severity, title, text, since, endedAt, place, by, other,
                stillOpen);
    }

    Lines acknowledged(String who) {
        return new Lines(
                alert,
                key,
                Said.ACKNOWLEDGED,
                severity,
                title,
                text,
                since,
                null,
                place,
                who,
                thread,
                open);
    }

    Lines over(Instant at, int stillOpen) {
        return new Lines(
                alert,
                key,
                Said.RESOLVED,
                severity,
                title,
                text,
                since,
                at,
                place,
                by,
                thread,
                stillOpen);
    }

    MessageLine line() {
        return new MessageLine(
                alert,
                key,
                said,
                "it began",
                severity,
                title,
                text,
                since,
                endedAt,
                place,
                List.of("app1", "app2"),
                12,
                by,
                thread,
                open);
    }

    static Message message(Lines... lines) {
        return message(0, List.of(lines));
    }

    static Message message(int more, List<Lines> lines) {
        Lines first = lines.getFirst();
        return new Message(
                "n-1",
                "team",
                NOON,
                first.said,
                first.severity,
                first.title,
                lines.stream().map(Lines::line).toList(),
                more);
    }
}
