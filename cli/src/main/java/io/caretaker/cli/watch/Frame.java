package io.caretaker.cli.watch;

import io.caretaker.cli.render.Style;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// What does not change while the overview is shown.
record Frame(ZoneId zone, Style style, Bars bars) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("MM-dd HH:mm:ss", Locale.ROOT);

    String time(Instant at) {
        return TIME.withZone(zone).format(at);
    }

    String day(Instant at) {
        return DAY.withZone(zone).format(at);
    }
}
