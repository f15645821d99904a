package io.caretaker.web.database;

import io.caretaker.core.session.DatabaseSession;
import io.caretaker.core.session.SessionFilter;
import io.caretaker.core.session.SessionFilter.Trait;
import io.caretaker.core.session.SessionOrder;
import io.caretaker.core.session.SessionSnapshot;
import io.caretaker.web.http.Request;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which sessions a person wants to see, and in which order. Pure.
///
/// @param show `all`, `everything` (the server's own too), or the word of a trait
/// @param user pattern; empty for anybody's
public record SessionChoice(
        String show, String user, String application, String database, String sort) {
    private static final String ALL = "all";
    private static final String EVERYTHING = "everything";

    /// One thing to choose.
    public record Option(String value, String label) {}

    static SessionChoice of(Request request) {
        return new SessionChoice(
                request.query("show").orElse(ALL),
                request.query("user").orElse(""),
                request.query("application").orElse(""),
                request.query("database").orElse(""),
                request.query("sort").orElse(SessionOrder.AGE.label()));
    }

    /// What may be shown.
    public List<Option> shows() {
        return Stream.concat(
                        Stream.concat(
                                Stream.of(new Option(ALL, "All clients")),
                                Arrays.stream(Trait.values())
                                        .map(each -> new Option(word(each), label(each)))),
                        Stream.of(new Option(EVERYTHING, "Also the server's own")))
                .toList();
    }

    /// How they may be ordered.
    public List<Option> sorts() {
        return Arrays.stream(SessionOrder.values())
                .map(each -> new Option(each.label(), label(each)))
                .toList();
    }

    private static String word(Trait trait) {
        return trait.name().toLowerCase(java.util.Locale.ROOT);
    }

    private static String label(Trait trait) {
        return switch (trait) {
            case ACTIVE -> "Active";
            case IDLE -> "Idle";
            case IDLE_IN_TRANSACTION -> "Idle in transaction";
            case LONG -> "Long queries";
            case BLOCKING -> "Blocking others";
            case BLOCKED -> "Waiting for others";
        };
    }

    private static String label(SessionOrder order) {
        return switch (order) {
            case AGE -> "Longest in its state";
            case TRANSACTION -> "Longest transaction";
            case WAIT -> "Longest wait";
            case USER -> "User";
            case DATABASE -> "Database";
            case APPLICATION -> "Application";
            case STATE -> "State";
            case PID -> "Number";
        };
    }

    /// The sessions that fit, in order.
    List<DatabaseSession> of(SessionSnapshot snapshot, Duration longAfter) {
        Set<Trait> wanted =
                Arrays.stream(Trait.values())
                        .filter(each -> word(each).equals(show))
                        .collect(java.util.stream.Collectors.toSet());
        SessionOrder order =
                Arrays.stream(SessionOrder.values())
                        .filter(each -> each.label().equals(sort))
                        .findFirst()
                        .orElse(SessionOrder.AGE);
        return new SessionFilter(
                        wanted,
                        longAfter,
                        pattern(user),
                        pattern(application),
                        pattern(database),
                        Duration.ZERO,
                        show.equals(EVERYTHING))
                .of(snapshot).stream().sorted(order.at(snapshot.at())).toList();
    }

    /// A part of a name is enough.
    private static @Nullable String pattern(String text) {
        if (text.isEmpty()) {
            return null;
        }
        return text.contains("*") || text.contains("?") ? text : "*" + text + "*";
    }
}
