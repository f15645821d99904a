package io.caretaker.mongodb;

import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.bson.BsonBinarySubType;
import org.bson.Document;
import org.bson.types.Binary;
import org.bson.types.Decimal128;
import org.jspecify.annotations.Nullable;

/// Fields of a reply, each of which may be missing or of another type than expected; then they
/// count as missing. Pure.
final class Fields {
    /// As servers write it: `2024-01-03T00:31:08.530+00:00`, and `+0000` up to 4.2.
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder()
                    .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
                    .appendPattern("[XXX][XX]")
                    .toFormatter(Locale.ROOT);

    private Fields() {}

    static @Nullable String text(@Nullable Document document, String name) {
        return document != null && document.get(name) instanceof String text && !text.isEmpty()
                ? text
                : null;
    }

    static boolean truth(@Nullable Document document, String name) {
        return document != null
                && switch (document.get(name)) {
                    case Boolean truth -> truth;
                    case Number number -> number.doubleValue() != 0;
                    case null, default -> false;
                };
    }

    static @Nullable Document document(@Nullable Document document, String name) {
        return document != null && document.get(name) instanceof Document inner ? inner : null;
    }

    /// Those elements of a list that are documents.
    static List<Document> documents(@Nullable Document document, String name) {
        return document != null && document.get(name) instanceof List<?> list
                ? list.stream()
                        .filter(Document.class::isInstance)
                        .map(Document.class::cast)
                        .toList()
                : List.of();
    }

    static List<String> texts(@Nullable Document document, String name) {
        return document != null && document.get(name) instanceof List<?> list
                ? list.stream().filter(String.class::isInstance).map(String.class::cast).toList()
                : List.of();
    }

    /// A whole number in whatever type it comes.
    static @Nullable Long whole(@Nullable Document document, String name) {
        return document == null ? null : whole(document.get(name));
    }

    static @Nullable Long whole(@Nullable Object value) {
        return switch (value) {
            case Integer number -> number.longValue();
            case Long number -> number;
            case Decimal128 number -> number.isNaN() || number.isInfinite() ? null : exact(number);
            case Number number -> {
                double real = number.doubleValue();
                yield Double.isFinite(real) && real == Math.rint(real) ? (Long) (long) real : null;
            }
            case null, default -> null;
        };
    }

    private static @Nullable Long exact(Decimal128 number) {
        try {
            return number.bigDecimalValue().longValueExact();
        } catch (ArithmeticException e) {
            return null;
        }
    }

    static @Nullable Instant instant(@Nullable Document document, String name) {
        return document == null
                ? null
                : switch (document.get(name)) {
                    case Date date -> date.toInstant();
                    case String text -> parsed(text);
                    case null, default -> null;
                };
    }

    private static @Nullable Instant parsed(String text) {
        try {
            return TIME.parse(text, Instant::from);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /// A UUID as people write it.
    static @Nullable String uuid(@Nullable Object value) {
        return switch (value) {
            case UUID uuid -> uuid.toString();
            case Binary binary
                    when binary.getType() == BsonBinarySubType.UUID_STANDARD.getValue()
                            && binary.length() == 16 -> {
                ByteBuffer bytes = ByteBuffer.wrap(binary.getData());
                yield new UUID(bytes.getLong(), bytes.getLong()).toString();
            }
            case null, default -> null;
        };
    }
}
