package io.caretaker.channels;

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
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Messages for tests, all about PostgreSQL servers that are down.
public final class SomeMessages {
    public static final Instant SINCE = Instant.parse("2026-03-29T00:58:00Z");
    public static final Instant AT = Instant.parse("2026-03-29T01:10:00Z");

    private SomeMessages() {}

    /// One alert fires, and this message is the first to say so.
    public static Message firing(String id) {
        return of(id, line("a-1", Said.FIRING, id));
    }

    /// What comes after a first message about the alert of [#firing].
    public static Message later(String id, Said said, String thread) {
        return of(id, line("a-1", said, thread));
    }

    public static Message of(String id, MessageLine... lines) {
        return of(id, lines[0].title(), 0, List.of(lines));
    }

    public static Message of(String id, String title, int more, List<MessageLine> lines) {
        return new Message(
                id,
                "dba",
                AT,
                lines.getFirst().said(),
                lines.getFirst().severity(),
                title,
                lines,
                more);
    }

    /// A message about many.
    public static Message many(String id, int count) {
        return of(
                id,
                count + " services are down",
                0,
                IntStream.range(0, count)
                        .mapToObj(each -> line("a-" + each, Said.FIRING, id))
                        .toList());
    }

    public static MessageLine line(String alert, Said said, String thread) {
        return line(alert, said, thread, "Orders is down", "connection refused", AT);
    }

    public static MessageLine line(
            String alert,
            Said said,
            String thread,
            String title,
            String text,
            @Nullable Instant endedAt) {
        return new MessageLine(
                alert,
                AlertKey.of(AlertRule.SERVICE_DOWN, new ServiceId("orders-db")),
                said,
                "",
                Severity.CRITICAL,
                title,
                text,
                SINCE,
                said == Said.RESOLVED ? endedAt : null,
                new AlertPlace(
                        "orders-db", "postgresql", "db1", "production", "eu", "Orders", List.of()),
                List.of(),
                0,
                "",
                thread,
                1);
    }
}
