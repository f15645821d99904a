package io.caretaker.core.document;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Single values of documents: how they are recognised and written.
final class Scalars {
    private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000);

    private Scalars() {}

    static @Nullable String text(Object value) {
        return switch (value) {
            case String text -> text;
            case BigDecimal number -> number.toPlainString();
            case Number number -> number.toString();
            default -> null;
        };
    }

    static @Nullable BigDecimal number(Object value) {
        return switch (value) {
            case BigDecimal number -> number;
            case Double number -> Double.isFinite(number) ? BigDecimal.valueOf(number) : null;
            case Float number -> Float.isFinite(number) ? new BigDecimal(number.toString()) : null;
            case Number number -> new BigDecimal(number.toString());
            default -> null;
        };
    }

    /// A finite number as it is, a negative zero too.
    static @Nullable Double finite(Object value) {
        if (value instanceof Double number) {
            return Double.isFinite(number) ? number : null;
        }
        BigDecimal number = number(value);
        return number == null ? null : number.doubleValue();
    }

    static @Nullable Integer integer(Object value) {
        BigDecimal number = number(value);
        try {
            return number == null ? null : number.intValueExact();
        } catch (ArithmeticException _) {
            return null;
        }
    }

    static @Nullable Instant instant(Object value) {
        return switch (value) {
            case Instant instant -> instant;
            case Date date -> date.toInstant();
            case String text -> parsed(text);
            default -> null;
        };
    }

    private static @Nullable Instant parsed(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException _) {
            return null;
        }
    }

    /// A number of units of so many nanoseconds as a duration; null beyond about 290 years.
    static @Nullable Duration duration(BigDecimal units, long nanosPerUnit) {
        try {
            BigDecimal nanos =
                    units.multiply(BigDecimal.valueOf(nanosPerUnit))
                            .setScale(0, RoundingMode.HALF_UP);
            return Duration.ofNanos(nanos.longValueExact());
        } catch (ArithmeticException _) {
            return null;
        }
    }

    /// Whole seconds as a whole number, others with a fraction.
    static Number seconds(Duration duration) {
        if (duration.getNano() == 0) {
            return duration.toSeconds();
        }
        return BigDecimal.valueOf(duration.getSeconds())
                .add(BigDecimal.valueOf(duration.getNano()).divide(NANOS))
                .doubleValue();
    }

    static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    static String kind(Object value) {
        return switch (value) {
            case Map<?, ?> _ -> "an object";
            case List<?> _ -> "a list";
            case Boolean _ -> "true or false";
            case Number _ -> "a number";
            case Instant _ -> "a date";
            case Date _ -> "a date";
            default -> "text";
        };
    }
}
