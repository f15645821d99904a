package io.caretaker.cli.top;

import io.caretaker.cli.render.SessionsText;
import io.caretaker.cli.render.Texts;
import io.caretaker.core.session.DatabaseSession;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A column of the list. Pure.
///
/// @param width its columns on the terminal; 0 takes what is left, for the last one
record TopColumn(String head, int width, Content content) {
    private static final int WIDE = 100;
    private static final int VERY_WIDE = 130;
    private static final int LEAST_PID = 7;
    private static final int MOST_PID = 24;

    private static final TopColumn USER = of("USER", 10, row -> row.session().user());
    private static final TopColumn DATABASE = of("DATABASE", 10, row -> row.session().database());
    private static final TopColumn APPLICATION =
            of("APPLICATION", 16, row -> row.session().application());
    private static final TopColumn CLIENT = of("CLIENT", 15, row -> row.session().client());
    private static final TopColumn STATE = of("STATE", 11, row -> TopRows.state(row.session()));
    private static final TopColumn AGE =
            new TopColumn("FOR", 7, (row, now) -> SessionsText.age(row.session().age(now)));
    private static final TopColumn WAITED =
            new TopColumn("WAITS", 7, (row, now) -> SessionsText.age(row.session().lockWait(now)));
    private static final TopColumn BLOCKERS =
            of("BEHIND", 14, row -> String.join(",", row.session().blockedBy()));
    private static final TopColumn FOR_WHAT = of("WAITS FOR", 20, row -> row.session().waitsFor());
    private static final TopColumn QUERY = of("QUERY", 0, row -> row.session().query());
    private static final TopColumn TREE =
            new TopColumn(
                    "WHO BLOCKS WHOM",
                    30,
                    (row, _) -> row.branch() + Texts.line(who(row.session())));
    private static final TopColumn TREE_AGE =
            new TopColumn("FOR", 7, (row, now) -> SessionsText.age(age(row.session(), now)));

    /// What stands in it.
    interface Content {
        @Nullable String of(TopRow row, Instant now);
    }

    private interface Timeless {
        @Nullable String of(TopRow row);
    }

    private static TopColumn of(String head, int width, Timeless content) {
        return new TopColumn(
                head,
                width,
                (row, _) -> {
                    String text = content.of(row);
                    return text == null ? null : Texts.line(text);
                });
    }

    /// As wide as the longest id, so that a person can name each session: not all servers number
    /// them like processes.
    private static TopColumn pid(List<TopRow> rows) {
        int longest = rows.stream().mapToInt(row -> row.session().id().length()).max().orElse(0);
        return of("PID", Math.clamp(longest, LEAST_PID, MOST_PID), row -> row.session().id());
    }

    /// Those that a view has on a terminal of that width.
    ///
    /// @param rows what it lists
    static List<TopColumn> of(TopModel.View view, int available, List<TopRow> rows) {
        var columns = new ArrayList<TopColumn>();
        if (view != TopModel.View.BLOCKING) {
            columns.addAll(List.of(pid(rows), USER, DATABASE));
            if (available >= WIDE) {
                columns.add(APPLICATION);
            }
            if (available >= VERY_WIDE) {
                columns.add(CLIENT);
            }
        }
        columns.addAll(
                switch (view) {
                    case RUNNING -> List.of(STATE, AGE);
                    case WAITING ->
                            available >= WIDE
                                    ? List.of(WAITED, FOR_WHAT, BLOCKERS)
                                    : List.of(WAITED, BLOCKERS);
                    case BLOCKING ->
                            available >= WIDE
                                    ? List.of(TREE, STATE, TREE_AGE, FOR_WHAT)
                                    : List.of(TREE, STATE, TREE_AGE);
                });
        columns.add(QUERY);
        return columns;
    }

    static String heads(List<TopColumn> columns, int available) {
        return columns.stream()
                .map(column -> Texts.fill(column.head, Math.max(1, column.in(columns, available))))
                .collect(Collectors.joining(" "))
                .stripTrailing();
    }

    static String row(List<TopColumn> columns, TopRow row, int available, Instant now) {
        return columns.stream()
                .map(column -> column.text(row, column.in(columns, available), now))
                .collect(Collectors.joining(" "))
                .stripTrailing();
    }

    private String text(TopRow row, int room, Instant now) {
        String text = content.of(row, now);
        return Texts.fill(text == null || text.isEmpty() ? "-" : text, Math.max(1, room));
    }

    private int in(List<TopColumn> columns, int available) {
        int others = columns.stream().mapToInt(column -> column.width + 1).sum() - 1;
        return width == 0 ? available - others : width;
    }

    private static String who(DatabaseSession session) {
        String user = session.user();
        return session.id() + (user == null ? "" : " " + user);
    }

    /// A root is in its state for so long, the others wait for so long.
    private static java.time.Duration age(DatabaseSession session, Instant now) {
        return session.blocked() ? session.lockWait(now) : session.age(now);
    }
}
