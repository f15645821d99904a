package io.caretaker.mongostore;

import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.check.HistoryStore.HourlyRollup;
import io.caretaker.core.inventory.ServiceId;
import java.time.Duration;
import java.time.Instant;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/// Counted results of checks.
///
/// @param took sum of the response times of the results that were up, in microseconds
/// @param longest the longest of them
record Tally(long up, long down, long unknown, long took, long longest) {
    static final Tally NONE = new Tally(0, 0, 0, 0, 0);

    static Tally of(HistoryEntry entry) {
        long micros = entry.responseTime().toNanos() / 1000;
        if (entry.status().up()) {
            return new Tally(1, 0, 0, micros, micros);
        }
        return entry.status().down() ? new Tally(0, 1, 0, 0, 0) : new Tally(0, 0, 1, 0, 0);
    }

    static Tally of(HourlyRollup hour) {
        return new Tally(
                hour.up(),
                hour.down(),
                hour.unknown(),
                micros(hour.meanResponse()) * hour.up(),
                micros(hour.maxResponse()));
    }

    private static long micros(@Nullable Duration duration) {
        return duration == null ? 0 : duration.toNanos() / 1000;
    }

    Tally plus(Tally more) {
        return new Tally(
                up + more.up,
                down + more.down,
                unknown + more.unknown,
                took + more.took,
                Math.max(longest, more.longest));
    }

    Document counts() {
        return new Document("up", up)
                .append("down", down)
                .append("unknown", unknown)
                .append("took_us", took);
    }

    static HourlyRollup rollup(Document document) {
        long up = BsonValues.number(document, "up");
        Instant hour = BsonValues.known(document, "hour");
        return new HourlyRollup(
                new ServiceId(BsonValues.text(document, Names.SERVICE_ID)),
                hour,
                up,
                BsonValues.number(document, "down"),
                BsonValues.number(document, "unknown"),
                up == 0 ? null : ofMicros(BsonValues.number(document, "took_us") / up),
                up == 0 ? null : ofMicros(BsonValues.number(document, "longest_us")));
    }

    private static Duration ofMicros(long micros) {
        return Duration.ofNanos(micros * 1000);
    }
}
