package io.caretaker.core.health;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Counts refused log-ins in a server's log over the last hour. Not thread-safe; reads no clock.
///
/// Whoever follows a log knows when its lines came ([#add]); whoever looks once has to go by the
/// times in them ([#inText]).
public final class FailedLogIns {
    private static final Duration SPAN = Duration.ofHours(1);
    private static final int MOST = 4_000;

    /// `2024-01-15 10:30:45.123 UTC`, with or without the fraction, as PostgreSQL's `%m` and `%t`
    /// write it; `2024-01-15T10:30:45.123+00:00`, alone or as the first field of a line in JSON, as
    /// MongoDB does.
    private static final Pattern TIME =
            Pattern.compile(
                    "^(?:\\{\"t\": ?\\{\"\\$date\": ?\")?"
                            + "(\\d{4}-\\d{2}-\\d{2})[ T](\\d{2}:\\d{2}:\\d{2})(?:\\.\\d{1,6})?"
                            + " ?([A-Za-z]{1,6}|[+-]\\d{2}(?::?\\d{2})?)");

    private static final DateTimeFormatter NAMED =
            new DateTimeFormatterBuilder()
                    .appendPattern("yyyy-MM-dd HH:mm:ss z")
                    .toFormatter(Locale.ENGLISH);

    private static final DateTimeFormatter OFFSET =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss [xx][x]", Locale.ENGLISH);

    private final Deque<Batch> batches = new ArrayDeque<>();

    private record Batch(Instant at, int number) {}

    /// How many lines of a text tell of a refused log-in.
    public static int count(String text, List<Pattern> signs) {
        return (int) text.lines().filter(line -> refused(line, signs)).count();
    }

    /// Those of the last hour, by the times in the lines; null when no line has a time that can be
    /// read, so that nothing is known.
    public static @Nullable Integer inText(String text, List<Pattern> signs, Instant now) {
        boolean anyTime = false;
        int number = 0;
        Instant oldest = now.minus(SPAN);
        for (String line : text.lines().toList()) {
            Instant at = time(line);
            anyTime |= at != null;
            if (at != null && at.isAfter(oldest) && refused(line, signs)) {
                number++;
            }
        }
        return anyTime ? number : null;
    }

    private static boolean refused(String line, List<Pattern> signs) {
        return signs.stream().anyMatch(sign -> sign.matcher(line).find());
    }

    private static @Nullable Instant time(String line) {
        Matcher matcher = TIME.matcher(line);
        if (!matcher.find()) {
            return null;
        }
        String zone = matcher.group(3).equals("Z") ? "UTC" : matcher.group(3);
        String time = matcher.group(1) + " " + matcher.group(2) + " ";
        boolean named = Character.isLetter(zone.charAt(0));
        try {
            return ZonedDateTime.parse(
                            time + (named ? zone : zone.replace(":", "")), named ? NAMED : OFFSET)
                    .toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    /// Notes lines that came now.
    public void add(Instant now, int number) {
        if (number > 0) {
            batches.addLast(new Batch(now, number));
        }
        while (batches.size() > MOST) {
            batches.removeFirst();
        }
    }

    /// How many came in the last hour.
    public int lastHour(Instant now) {
        Instant oldest = now.minus(SPAN);
        while (!batches.isEmpty() && !batches.getFirst().at.isAfter(oldest)) {
            batches.removeFirst();
        }
        return batches.stream().mapToInt(Batch::number).sum();
    }
}
