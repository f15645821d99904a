package io.caretaker.mongodb;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Date;
import java.util.Map;
import java.util.Set;
import org.bson.BsonTimestamp;
import org.bson.Document;
import org.bson.types.Decimal128;
import org.jspecify.annotations.Nullable;

/// Numbers of a reply, which may come as any BSON number, or not at all.
final class Numbers {
    private static final Set<String> WRAPPERS =
            Set.of("$numberInt", "$numberLong", "$numberDouble", "$numberDecimal");

    private Numbers() {}

    /// The number at a path of field names, or null. What is true counts as 1, what is false as 0,
    /// and a moment as its seconds since 1970.
    static @Nullable Double at(@Nullable Document document, String... path) {
        Document inner = document;
        for (int i = 0; inner != null && i < path.length - 1; i++) {
            inner = inner.get(path[i]) instanceof Document next ? next : null;
        }
        return inner == null ? null : of(inner.get(path[path.length - 1]));
    }

    /// The same of a value. Not a number and infinity are none.
    static @Nullable Double of(@Nullable Object value) {
        Double number =
                switch (value) {
                    case Decimal128 decimal -> decimal(decimal);
                    case Number plain -> plain.doubleValue();
                    case Boolean yes -> yes ? 1.0 : 0.0;
                    case Date date -> date.toInstant().toEpochMilli() / 1000.0;
                    case BsonTimestamp timestamp -> (double) timestamp.getTime();
                    case Map<?, ?> wrapped -> unwrapped(wrapped);
                    case null, default -> null;
                };
        return number == null || !Double.isFinite(number) ? null : number;
    }

    /// A moment, as a date, the time of the oplog, or a text of ISO 8601.
    static @Nullable Instant moment(@Nullable Object value) {
        return switch (value) {
            case Date date -> date.toInstant();
            case BsonTimestamp timestamp -> Instant.ofEpochSecond(timestamp.getTime());
            case String text -> parsed(text);
            case null, default -> null;
        };
    }

    /// Minus zero, which has no whole number, and what is too large for a double.
    private static @Nullable Double decimal(Decimal128 decimal) {
        return decimal.isFinite() ? Double.valueOf(decimal.toString()) : null;
    }

    /// Extended JSON that nobody has resolved.
    private static @Nullable Double unwrapped(Map<?, ?> wrapped) {
        if (wrapped.size() != 1) {
            return null;
        }
        Map.Entry<?, ?> only = wrapped.entrySet().iterator().next();
        if (!(only.getKey() instanceof String name) || !WRAPPERS.contains(name)) {
            return null;
        }
        try {
            return Double.valueOf(String.valueOf(only.getValue()));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable Instant parsed(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
