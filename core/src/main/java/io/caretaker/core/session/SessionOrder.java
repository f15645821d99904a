package io.caretaker.core.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// In which order sessions are shown: times longest first, names from a to z; among equals the
/// oldest first. Pure.
public enum SessionOrder {
    /// How long it is in its state, or its query runs.
    AGE,
    /// How long its transaction is open.
    TRANSACTION,
    /// How long it waits for a lock.
    WAIT,
    USER,
    DATABASE,
    APPLICATION,
    STATE,
    PID;

    public Comparator<DatabaseSession> at(Instant now) {
        Comparator<DatabaseSession> chosen =
                switch (this) {
                    case AGE -> longest(session -> session.age(now));
                    case TRANSACTION -> longest(session -> session.transactionAge(now));
                    case WAIT -> longest(session -> session.lockWait(now));
                    case USER -> named(DatabaseSession::user);
                    case DATABASE -> named(DatabaseSession::database);
                    case APPLICATION -> named(DatabaseSession::application);
                    case STATE -> Comparator.comparing(DatabaseSession::state);
                    case PID -> byNumber();
                };
        return chosen.thenComparing(longest(session -> session.age(now))).thenComparing(byNumber());
    }

    /// As people type it.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static Comparator<DatabaseSession> longest(
            java.util.function.Function<DatabaseSession, Duration> duration) {
        return Comparator.comparing(duration, Comparator.reverseOrder());
    }

    private static Comparator<DatabaseSession> named(
            java.util.function.Function<DatabaseSession, @Nullable String> name) {
        return Comparator.comparing((DatabaseSession session) -> {
            String known = name.apply(session);
            return known == null ? "" : known.toLowerCase(Locale.ROOT);
        });
    }

    /// Numbers by their value although ids are texts.
    private static Comparator<DatabaseSession> byNumber() {
        return Comparator.comparingInt((DatabaseSession session) -> session.id().length())
                .thenComparing(DatabaseSession::id);
    }
}
