package io.caretaker.core.health;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
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
    /// write it.
    private static final Pattern TIME =
            Pattern.compile(
                    "^(\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}:\\d{2})(\\.\\d{1,6})? ([A-Za-z]{1,6}|[+-]\\d{2}(?::?\\d{2})?)");

    /// `2024-01-15T10:30:45.123456Z 8 [Note]`, or with an offset, as MySQL writes it.
    private static final Pattern INTERNATIONAL =
            Pattern.compile(
                    "^(\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(?:\\.\\d{1,9})?(?:Z|[+-]\\d{2}:\\d{2}))\\s");

    /// `2024-01-15 9:30:45 8 [Warning]`, as MariaDB writes it: in the zone of its host, which is
    /// taken to be ours.
    private static final Pattern LOCAL =
            Pattern.compile("^(\\d{4}-\\d{2}-\\d{2} {1,2}\\d{1,2}:\\d{2}:\\d{2}) \\d+ \\[");

    private static final DateTimeFormatter WITHOUT_ZONE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd H:mm:ss", Locale.ENGLISH);

    private static final DateTimeFormatter NAMED =
            new DateTimeFormatterBuilder()
                    .appendPattern("yyyy-MM-dd HH:mm:ss z")
                    .toFormatter(Locale.ENGLISH);

    private static final DateTimeFormatter OFFSET =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss x", Locale.ENGLISH);

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
        try {
            Matcher named = TIME.matcher(line);
            if (named.find()) {
                String zone = named.group(3);
                boolean letters = Character.isLetter(zone.charAt(0));
                return ZonedDateTime.parse(
                                named.group(1) + " " + (letters ? zone : zone.replace(":", "")),
                                letters ? NAMED : OFFSET)
                        .toInstant();
            }
            Matcher international = INTERNATIONAL.matcher(line);
            if (international.find()) {
                return OffsetDateTime.parse(international.group(1)).toInstant();
            }
            Matcher local = LOCAL.matcher(line);
            return local.find()
                    ? LocalDateTime.parse(local.group(1).replaceFirst(" +", " "), WITHOUT_ZONE)
                            .atZone(ZoneId.systemDefault())
                            .toInstant()
                    : null;
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
