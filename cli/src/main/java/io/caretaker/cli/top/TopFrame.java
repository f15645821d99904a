package io.caretaker.cli.top;

import io.caretaker.cli.render.LocksText.Branches;
import io.caretaker.cli.render.SessionsText;
import io.caretaker.cli.render.Style;
import io.caretaker.cli.render.Texts;
import io.caretaker.cli.screen.Line;
import io.caretaker.cli.screen.Look;
import io.caretaker.cli.screen.Mode;
import io.caretaker.cli.screen.Size;
import io.caretaker.core.session.DatabaseSession;
import io.caretaker.core.session.EndMethod;
import io.caretaker.core.session.SessionFilter;
import io.caretaker.core.session.SessionKind;
import io.caretaker.core.session.SessionSnapshot;
import io.caretaker.core.session.SessionState;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What the live view shows: lines that fit the terminal. Pure.
final class TopFrame {
    /// Lines besides the list: two of numbers, one of views, the heads, the selected query, the
    /// keys.
    static final int AROUND = 6;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final String KEYS =
            "q quit  h help  1/2/3 view  c cancel  k end  / filter  t/x/u/d/s sort  i idle"
                    + "  space pause  +/- pace";
    private static final List<String> HELP =
            List.of(
                    "1 2 3 (or F1 F2 F3)  what runs, who waits, who blocks whom (a tree)",
                    "arrows, page up and down, home, end   select a session",
                    "c   cancel its query          k   end it; both ask before",
                    "t   longest in its state first    x   longest transaction first",
                    "w   longest wait first        u, d   by user, by database     s   next order",
                    "/   show only what contains a text; escape shows all again",
                    "i   idle sessions too         a   the server's own processes too",
                    "space, p   pause              r   look now     + -   slower, faster",
                    "q   leave");

    private final Size size;
    private final TopModel model;
    private final TopPicture picture;
    private final List<TopRow> rows;
    private final Style style;
    private final List<String> lines = new ArrayList<>();

    /// How many sessions fit.
    static int page(Size size) {
        return Math.max(1, size.rows() - AROUND);
    }

    /// What does not change while it is shown.
    record Frame(String label, ZoneId zone, Style style, Branches branches) {}

    private TopFrame(Frame frame, TopModel model, TopPicture picture, Size size) {
        this.size = size;
        this.model = model;
        this.picture = picture;
        this.style = frame.style();
        this.rows = TopRows.of(model, picture.snapshot(), frame.branches());
    }

    /// Exactly as many lines as there are rows, none wider than the terminal.
    static List<String> lines(Frame frame, TopModel model, TopPicture picture, Size size) {
        return new TopFrame(frame, model, picture, size).lines(frame);
    }

    private List<String> lines(Frame frame) {
        head(frame);
        if (model.mode() == Mode.HELP) {
            HELP.forEach(line -> add(line, Look.PLAIN));
        } else {
            list();
        }
        while (lines.size() < size.rows() - 2) {
            lines.add("");
        }
        List<String> fitting =
                new ArrayList<>(
                        lines.subList(0, Math.max(0, Math.min(lines.size(), size.rows() - 2))));
        lines.clear();
        lines.addAll(fitting);
        foot();
        return lines.subList(Math.max(0, lines.size() - size.rows()), lines.size());
    }

    private void head(Frame frame) {
        SessionSnapshot snapshot = picture.snapshot();
        Double uptime = picture.metrics().get("uptime_seconds");
        String left =
                "caretaker top  "
                        + Texts.line(frame.label())
                        + (snapshot == null ? "" : "  " + Texts.line(snapshot.version()))
                        + (uptime == null
                                ? ""
                                : "  up " + Texts.duration(Duration.ofSeconds(uptime.longValue())));
        String right =
                TIME.withZone(frame.zone()).format(picture.at())
                        + "  "
                        + (model.paused() ? "PAUSED" : "every " + pace());
        int room = size.columns() - Texts.columns(right) - 2;
        if (room > 0) {
            lines.add(style.bold(Texts.fill(left, room)) + "  " + right);
        } else {
            add(left, Look.BOLD);
        }
        numbers(snapshot);
        add(views(), Look.PLAIN);
    }

    private String pace() {
        long millis = model.interval().toMillis();
        return millis % 1000 == 0 ? millis / 1000 + " s" : millis / 1000.0 + " s";
    }

    private void numbers(@Nullable SessionSnapshot snapshot) {
        String problem = picture.problem();
        if (problem != null) {
            add(
                    "cannot be seen: "
                            + problem
                            + (snapshot == null ? "" : " (what follows is older)"),
                    Look.BAD);
            return;
        }
        if (snapshot == null) {
            add("looking …", Look.FAINT);
            return;
        }
        Double transactions = picture.metrics().get("transactions_per_second");
        Double rate =
                transactions != null ? transactions : picture.metrics().get("queries_per_second");
        String unit = transactions != null ? "transactions" : "queries";
        add(
                "connections "
                        + snapshot.connections()
                        + "/"
                        + snapshot.maxConnections()
                        + "  active "
                        + count(snapshot, each -> each.state() == SessionState.ACTIVE)
                        + "  idle "
                        + count(snapshot, each -> each.state() == SessionState.IDLE)
                        + "  idle in tx "
                        + count(snapshot, each -> each.state().idleInTransaction())
                        + "  waiting "
                        + snapshot.sessions().stream().filter(DatabaseSession::blocked).count()
                        + (rate == null
                                ? ""
                                : String.format(Locale.ROOT, "  %.0f %s/s", rate, unit)),
                Look.PLAIN);
    }

    private static long count(SessionSnapshot snapshot, Predicate<DatabaseSession> what) {
        return snapshot.sessions().stream()
                .filter(each -> each.kind() == SessionKind.CLIENT)
                .filter(what)
                .count();
    }

    private String views() {
        var text = new StringBuilder();
        for (TopModel.View view : TopModel.View.values()) {
            String name =
                    switch (view) {
                        case RUNNING -> "1 running";
                        case WAITING -> "2 waiting";
                        case BLOCKING -> "3 blocking";
                    };
            text.append(view == model.view() ? "[" + name + "]" : " " + name + " ").append(' ');
        }
        if (model.view() != TopModel.View.BLOCKING) {
            text.append(" by ").append(model.order().label());
        }
        if (model.idle()) {
            text.append("  +idle");
        }
        if (model.all()) {
            text.append("  +all");
        }
        boolean typing = model.mode() == Mode.FILTERING;
        if (typing || !model.filter().isEmpty()) {
            text.append("  only '").append(model.filter()).append(typing ? "_" : "'");
        }
        return text.toString();
    }

    private void list() {
        List<TopColumn> columns = TopColumn.of(model.view(), size.columns(), rows);
        add("  " + TopColumn.heads(columns, size.columns() - 2), Look.FAINT);
        SessionSnapshot snapshot = picture.snapshot();
        if (snapshot == null) {
            return;
        }
        if (rows.isEmpty()) {
            add("  " + nothing(), Look.PLAIN);
        }
        Set<String> blockers = SessionFilter.blockers(snapshot);
        int page = page(size);
        int first = Math.clamp(model.cursor() - page + 1L, 0, Math.max(0, rows.size() - page));
        for (int i = first; i < Math.min(rows.size(), first + page); i++) {
            row(rows.get(i), i == model.cursor(), columns, blockers, snapshot.at());
        }
    }

    private String nothing() {
        if (!model.filter().isEmpty()) {
            return "Nothing contains that text.";
        }
        return switch (model.view()) {
            case RUNNING -> "Nothing runs.";
            case WAITING, BLOCKING -> "Nobody waits for a lock.";
        };
    }

    private void row(
            TopRow row,
            boolean selected,
            List<TopColumn> columns,
            Set<String> blockers,
            Instant now) {
        String text =
                (selected ? "> " : "  ") + TopColumn.row(columns, row, size.columns() - 2, now);
        DatabaseSession session = row.session();
        Look look = Look.PLAIN;
        if (blockers.contains(session.id()) && !session.blocked()) {
            look = Look.BAD;
        } else if (session.blocked() || session.state().idleInTransaction()) {
            look = Look.DOUBTFUL;
        }
        add(text, selected ? Look.SELECTED : look);
    }

    /// The selected query in full, and the keys, a question or an answer.
    private void foot() {
        TopModel.End asked = model.asked();
        DatabaseSession selected = selected();
        if (asked != null) {
            add(SessionsText.line(asked.session(), at()), Look.BOLD);
            add(
                    (asked.method() == EndMethod.CANCEL
                                    ? "Cancel its query? "
                                    : "End it? What it has not committed is rolled back. ")
                            + "y/n",
                    Look.BAD);
            return;
        }
        add(selected == null ? "" : query(selected), Look.FAINT);
        if (!model.message().isEmpty()) {
            add(model.message(), Look.BOLD);
        } else if (model.mode() == Mode.FILTERING) {
            add("type what it must contain; enter keeps it, escape shows all", Look.BOLD);
        } else {
            add(model.mode() == Mode.HELP ? "any key goes back" : KEYS, Look.FAINT);
        }
    }

    private static String query(DatabaseSession session) {
        String query = session.query();
        return query == null || query.isEmpty() ? "" : "query: " + Texts.line(query);
    }

    private Instant at() {
        SessionSnapshot snapshot = picture.snapshot();
        return snapshot == null ? picture.at() : snapshot.at();
    }

    private @Nullable DatabaseSession selected() {
        return model.cursor() < rows.size() ? rows.get(model.cursor()).session() : null;
    }

    private void add(String text, Look look) {
        lines.add(Line.of(style, size.columns(), look, text));
    }
}
