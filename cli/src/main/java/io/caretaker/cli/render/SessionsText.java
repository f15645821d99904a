package io.caretaker.cli.render;

import io.caretaker.core.session.DatabaseSession;
import io.caretaker.core.session.SessionFilter;
import io.caretaker.core.session.SessionKind;
import io.caretaker.core.session.SessionSnapshot;
import io.caretaker.core.session.SessionState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Sessions as a table for people.
public final class SessionsText {
    private static final int LEAST = 6;
    private static final int WIDE = 100;

    private SessionsText() {}

    /// The table, a line that counts, and what could not be seen.
    public static String of(SessionSnapshot snapshot, List<DatabaseSession> shown, Style style) {
        var text = new StringBuilder();
        text.append(
                shown.isEmpty()
                        ? "No session fits.\n"
                        : table(snapshot, shown, style.width() >= WIDE).in(style));
        text.append('\n').append(summary(snapshot, shown.size())).append('\n');
        snapshot.notes()
                .forEach(note ->
                        text.append(style.doubtful("note: " + Texts.line(note))).append('\n'));
        return text.toString();
    }

    /// A narrow terminal has no room for where clients come from.
    private static Table table(
            SessionSnapshot snapshot, List<DatabaseSession> shown, boolean wide) {
        Set<String> blockers = SessionFilter.blockers(snapshot);
        var heads = new ArrayList<>(List.of("PID", "USER", "DATABASE", "APPLICATION"));
        if (wide) {
            heads.add("CLIENT");
        }
        heads.addAll(List.of("STATE", "FOR", "WAITS FOR", "QUERY"));
        var table = new Table(heads.toArray(String[]::new)).shrinkingTo(LEAST);
        for (DatabaseSession session : shown) {
            var cells = new ArrayList<String>();
            cells.add(session.id());
            cells.add(known(session.user()));
            cells.add(known(session.database()));
            cells.add(known(session.application()));
            if (wide) {
                cells.add(known(session.client()));
            }
            cells.add(state(session, blockers.contains(session.id())));
            cells.add(age(session, snapshot.at()));
            cells.add(waits(session));
            cells.add(query(session));
            table.add(cells.toArray(String[]::new));
        }
        return table;
    }

    private static String summary(SessionSnapshot snapshot, int shown) {
        return Texts.count(shown, "session")
                + " shown; "
                + snapshot.connections()
                + " of "
                + snapshot.maxConnections()
                + " connections used";
    }

    static String known(@Nullable String text) {
        return text == null || text.isEmpty() ? "-" : text;
    }

    static String state(DatabaseSession session, boolean blocking) {
        String state =
                session.kind() == SessionKind.CLIENT
                        ? session.state().words()
                        : session.kind().name().toLowerCase(Locale.ROOT)
                                + (session.state() == SessionState.UNKNOWN
                                        ? ""
                                        : ", " + session.state().words());
        return blocking ? state + ", blocking" : state;
    }

    private static String age(DatabaseSession session, Instant now) {
        boolean known =
                session.state() == SessionState.ACTIVE
                        ? session.querySince() != null
                        : session.stateSince() != null;
        return known ? age(session.age(now)) : "-";
    }

    /// A duration in few columns: `412 s`, `12 min`, `3 h`.
    public static String age(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 1000) {
            return seconds + " s";
        }
        if (duration.toMinutes() < 180) {
            return duration.toMinutes() + " min";
        }
        return duration.toHours() < 72 ? duration.toHours() + " h" : duration.toDays() + " d";
    }

    private static String waits(DatabaseSession session) {
        return session.blocked()
                ? String.join(", ", session.blockedBy())
                : known(session.waitsFor());
    }

    static String query(DatabaseSession session) {
        return known(session.query());
    }

    /// One session in one line, for a question or an answer about it.
    public static String line(DatabaseSession session, Instant now) {
        String query = session.query();
        return who(session, now)
                + (query == null || query.isEmpty() ? "" : ": " + Texts.line(query));
    }

    /// Whose a session is, and what it does.
    static String who(DatabaseSession session, Instant now) {
        return Texts.line(
                "session "
                        + session.id()
                        + " of "
                        + known(session.user())
                        + " ("
                        + known(session.application())
                        + ") in "
                        + known(session.database())
                        + ", "
                        + state(session, false)
                        + " for "
                        + age(session.age(now)));
    }
}
