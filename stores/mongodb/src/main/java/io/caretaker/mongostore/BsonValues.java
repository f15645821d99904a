package io.caretaker.mongostore;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/// The one place where documents of the core become BSON: instants are dates, whole numbers that
/// fit are int32, all other numbers doubles.
final class BsonValues {
    private static final Instant EARLIEST = Instant.parse("-9999-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    private BsonValues() {}

    static Document document(Map<?, ?> fields) {
        var document = new Document();
        fields.forEach((key, value) -> document.put(key(String.valueOf(key)), value(value)));
        return document;
    }

    /// A name that every server takes: no byte zero, and no dollar at its beginning.
    private static String key(String name) {
        String whole = name.indexOf('\0') < 0 ? name : name.replace('\0', ' ');
        return whole.startsWith("$") ? "_" + whole.substring(1) : whole;
    }

    static @Nullable Object value(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Map<?, ?> map -> document(map);
            case List<?> list -> list.stream().map(BsonValues::value).toList();
            case Instant instant -> date(instant);
            case Long number when number.intValue() == number -> number.intValue();
            case BigDecimal number -> number.doubleValue();
            case Float number -> number.doubleValue();
            case Object other -> other;
        };
    }

    static Date date(Instant instant) {
        return Date.from(instant);
    }

    /// The first whole millisecond that is not before the instant, within what BSON can say.
    static Date bound(Instant instant) {
        if (instant.isAfter(LATEST)) {
            return date(LATEST);
        }
        return date(instant.isBefore(EARLIEST) ? EARLIEST : instant.plusNanos(999_999));
    }

    static @Nullable Date dateOrNull(@Nullable Instant instant) {
        return instant == null ? null : date(instant);
    }

    static @Nullable Instant instant(Document document, String key) {
        Date date = document.get(key, Date.class);
        return date == null ? null : date.toInstant();
    }

    static Instant known(Document document, String key) {
        Instant found = instant(document, key);
        return found == null ? Instant.EPOCH : found;
    }

    static String text(Document document, String key) {
        String text = document.getString(key);
        return text == null ? "" : text;
    }

    static long number(Document document, String key) {
        return document.get(key) instanceof Number number ? number.longValue() : 0;
    }

    static boolean flag(Document document, String key) {
        return Boolean.TRUE.equals(document.get(key));
    }
}
