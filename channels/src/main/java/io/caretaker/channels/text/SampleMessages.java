package io.caretaker.channels.text;

import io.caretaker.core.alert.AlertKey;
import io.caretaker.core.alert.AlertPlace;
import io.caretaker.core.alert.AlertRule;
import io.caretaker.core.alert.Message;
import io.caretaker.core.alert.MessageLine;
import io.caretaker.core.alert.Said;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.inventory.Severity;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Messages on which templates are tried: with everything in them, and with as little as can be.
final class SampleMessages {
    static final Times TIMES = new Times(ZoneOffset.UTC);

    private static final Instant AT = Instant.parse("2026-01-01T00:12:00Z");
    private static final Instant SINCE = Instant.parse("2026-01-01T00:00:00Z");
    private static final AlertPlace PLACE =
            new AlertPlace(
                    "orders-db",
                    "postgresql",
                    "db1",
                    "production",
                    "eu",
                    "Orders",
                    List.of("payments"));

    static final List<Message> ALL =
            List.of(
                    message(2, full(Said.FIRING), full(Said.RESOLVED)),
                    message(0, full(Said.FIRING)),
                    message(0, full(Said.ACKNOWLEDGED)),
                    message(0, full(Said.EVENT)),
                    message(0, bare()));

    private SampleMessages() {}

    /// Everything that a template may name.
    static Set<String> names() {
        Map<String, Object> model = MessageModel.of(ALL.getFirst(), TIMES).fields(1);
        var names = new TreeSet<>(model.keySet());
        if (model.get("lines") instanceof List<?> lines
                && lines.getFirst() instanceof Map<?, ?> line) {
            line.keySet().forEach(each -> names.add(String.valueOf(each)));
        }
        return names;
    }

    private static Message message(int more, MessageLine... lines) {
        return new Message(
                "n-00000000",
                "sample",
                AT,
                lines[0].said(),
                lines[0].severity(),
                "Orders is down",
                List.of(lines),
                more);
    }

    private static MessageLine full(Said said) {
        return new MessageLine(
                "a-00000000",
                AlertKey.of(AlertRule.SERVICE_DOWN, new ServiceId("orders-db")),
                said,
                "not acknowledged for 15 min",
                Severity.CRITICAL,
                "Orders is down",
                "connection refused\ntwice",
                SINCE,
                said == Said.FIRING || said == Said.ACKNOWLEDGED ? null : AT,
                PLACE,
                List.of("Shop", "Billing"),
                12,
                "anna",
                "n-00000001",
                1);
    }

    private static MessageLine bare() {
        return new MessageLine(
                "a-00000001",
                AlertKey.own(AlertRule.STORE_GONE),
                Said.FIRING,
                "",
                Severity.LOW,
                "the store does not answer",
                "",
                SINCE,
                null,
                new AlertPlace("", "", "", "", "", "", List.of()),
                List.of(),
                0,
                "",
                "n-00000000",
                0);
    }
}
