package io.caretaker.core.alert;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The kinds of channels, with what each asks of the messages it gets.
public enum ChannelKind {
    EMAIL(25, false, true, null),
    SLACK(15, false, true, null),
    /// An incident for each problem, and none for what is over with being said.
    PAGERDUTY(1_000, true, false, null),
    WEBHOOK(1_000, false, true, null),
    /// Forgets what is not said again; it groups and silences by itself.
    ALERTMANAGER(10_000, false, false, Duration.ofMinutes(1)),
    SYSLOG(1_000, false, true, null),
    COMMAND(100, false, true, null);

    private final int mostLines;
    private final boolean individual;
    private final boolean events;
    private final @Nullable Duration repeat;

    ChannelKind(int mostLines, boolean individual, boolean events, @Nullable Duration repeat) {
        this.mostLines = mostLines;
        this.individual = individual;
        this.events = events;
        this.repeat = repeat;
    }

    /// Lines that a message may have; the rest is a count.
    public int mostLines() {
        return mostLines;
    }

    /// Whether each alert is a message of its own, as long as there are few.
    public boolean individual() {
        return individual;
    }

    /// Whether it is told of events, too.
    public boolean events() {
        return events;
    }

    /// The repeat interval it needs; null where people's wish decides.
    public @Nullable Duration repeat() {
        return repeat;
    }

    /// Whether it leads to a tool that keeps what is open, and must hear when it is over.
    public boolean machine() {
        return individual || repeat != null;
    }

    /// As it is written: `pagerduty`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
