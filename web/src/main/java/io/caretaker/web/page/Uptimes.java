package io.caretaker.web.page;

import io.caretaker.core.check.HistoryStore;
import io.caretaker.core.check.HistoryStore.HourlyRollup;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How much of some time a service was up. Pure.
final class Uptimes {
    private Uptimes() {}

    /// In percent, of the hours that began within the time; null without a known result.
    static @Nullable Double percent(List<HourlyRollup> hours, Instant now, Duration time) {
        Instant since = now.minus(time);
        long up = 0;
        long down = 0;
        for (HourlyRollup hour : hours) {
            if (!hour.hour().isBefore(since)) {
                up += hour.up();
                down += hour.down();
            }
        }
        return HistoryStore.percent(up, down);
    }
}
