package io.caretaker.cli.watch;

import io.caretaker.cli.render.Texts;
import io.caretaker.cli.screen.Line;
import io.caretaker.cli.screen.Look;
import io.caretaker.cli.screen.Mode;
import io.caretaker.cli.screen.Size;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.inventory.Severity;
import io.caretaker.core.overview.FleetService;
import io.caretaker.core.overview.Headline;
import io.caretaker.core.overview.Overview;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the live overview shows: lines that fit the terminal. Pure.
final class WatchFrame {
    private static final int MOST_EVENTS = 5;
    private static final int ROWS_FOR_EVENTS = 16;

    private static final String KEYS =
            "? help  q quit  enter details  a acknowledge  y/n approve  p pause  / filter"
                    + "  e environment";
    private static final List<String> HELP =
            List.of(
                    "arrows, page up and down, home, end   move",
                    "enter  all about it: history, recoveries, response times",
                    "a      you see to it: its alerts are not repeated",
                    "y n    approve or deny the recovery that waits; asks before",
                    "p      pause or resume recovery everywhere; asks before",
                    "/      only what contains a text; escape shows all again",
                    "e      the next environment, after the last one all",
                    "r      look now          q   leave",
                    "",
                    "A bar shows the newest results, the newest on the right: low is up, half is",
                    "up with a warning, full is down, a point is not known.",
                    "? behind a status: failed, and asked again before it is believed.",
                    "~ behind a status: it goes up and down.");

    private final Frame frame;
    private final WatchModel model;
    private final WatchPicture picture;
    private final Size size;
    private final List<String> lines = new ArrayList<>();
    private List<ServiceId> services = List.of();

    /// @param services those that are shown, whose results are wanted
    record Drawn(List<String> lines, List<ServiceId> services) {}

    private WatchFrame(Frame frame, WatchModel model, WatchPicture picture, Size size) {
        this.frame = frame;
        this.model = model;
        this.picture = picture;
        this.size = size;
    }

    /// Exactly as many lines as there are rows, none wider than the terminal.
    static Drawn draw(Frame frame, WatchModel model, WatchPicture picture, Size size) {
        return new WatchFrame(frame, model, picture, size).draw();
    }

    /// About how many rows a page is.
    static int page(Size size) {
        return Math.max(1, size.rows() / 2);
    }

    private Drawn draw() {
        head();
        List<Event> events = events();
        int foot = 1 + (events.isEmpty() ? 0 : events.size() + 1);
        body(Math.max(1, size.rows() - lines.size() - foot));
        while (lines.size() < size.rows() - foot) {
            lines.add("");
        }
        if (!events.isEmpty()) {
            add(Look.FAINT, "newest events");
            events.forEach(this::event);
        }
        foot();
        int most = Math.max(0, lines.size() - size.rows());
        return new Drawn(List.copyOf(lines.subList(most, lines.size())), services);
    }

    private void head() {
        String right = frame.time(picture.at());
        String left =
                "caretaker watch"
                        + (model.environment() == null
                                ? ""
                                : "  environment " + model.environment())
                        + filter();
        int room = size.columns() - Texts.columns(right) - 1;
        if (room > 0) {
            lines.add(
                    new Line(frame.style(), size.columns())
                            .fill(Look.FAINT, left, room)
                            .add(Look.FAINT, " " + right)
                            .toString());
        } else {
            add(Look.FAINT, left);
        }
        Overview overview = picture.overview();
        if (overview != null) {
            add(look(overview.headline()), overview.headline().text());
        }
        doubts();
    }

    private String filter() {
        boolean typing = model.mode() == Mode.FILTERING;
        return typing || !model.filter().isEmpty()
                ? "  only '" + model.filter() + (typing ? "_" : "'")
                : "";
    }

    private static Look look(Headline headline) {
        Severity worst = headline.worst();
        if (worst == null || worst == Severity.LOW) {
            return Look.GOOD;
        }
        return worst == Severity.MEDIUM ? Look.DOUBTFUL : Look.BAD;
    }

    /// Why what is shown may not be how things are.
    private void doubts() {
        Sight sight = picture.sight();
        String problem = picture.problem();
        if (problem != null) {
            String known =
                    sight == null
                            ? "Nothing can be seen: "
                            : "This is how it was at " + seen(sight.overview()) + ": ";
            add(Look.BAD, known + Texts.line(problem));
        } else if (sight == null) {
            add(Look.FAINT, "looking …");
        }
        if (sight != null && !sight.doubt().isEmpty()) {
            add(Look.BAD, sight.doubt());
        }
    }

    private String seen(Overview overview) {
        return frame.time(overview.at());
    }

    private void body(int room) {
        if (model.mode() == Mode.HELP) {
            HELP.stream().limit(room).forEach(line -> add(Look.PLAIN, line));
            return;
        }
        List<WatchRow> rows = model.rows(picture.overview());
        if (model.mode() == Mode.DETAILS) {
            details(rows, room);
            return;
        }
        if (rows.isEmpty() && picture.overview() != null) {
            add(Look.PLAIN, "  " + nothing());
        }
        WatchList.Shown shown =
                WatchList.of(frame, picture, rows, model.cursor(), size.columns(), room);
        lines.addAll(shown.lines());
        services = shown.services();
    }

    private String nothing() {
        return model.filter().isEmpty() ? "Nothing is watched yet." : "Nothing contains that text.";
    }

    private void details(List<WatchRow> rows, int room) {
        FleetService service = service(rows);
        if (service != null) {
            services = List.of(service.id());
        }
        List<String> all =
                WatchDetails.lines(
                        frame,
                        size.columns(),
                        model.item(rows, picture.overview()),
                        service,
                        service == null ? List.of() : picture.recent(service.id()),
                        picture.at());
        int first = Math.clamp(model.scroll(), 0, Math.max(0, all.size() - room));
        lines.addAll(all.subList(first, Math.min(all.size(), first + room)));
    }

    /// The service of the row, or that its problem is about.
    private @Nullable FleetService service(List<WatchRow> rows) {
        return switch (model.row(rows)) {
            case WatchRow.Service row -> row.service();
            case WatchRow.Problem(var item) ->
                    item.subject().service().map(this::find).orElse(null);
            case WatchRow.Group _ -> null;
            case null -> null;
        };
    }

    private @Nullable FleetService find(ServiceId id) {
        Overview overview = picture.overview();
        return overview == null
                ? null
                : overview.fleet().stream()
                        .flatMap(each -> each.regions().stream())
                        .flatMap(each -> each.services().stream())
                        .filter(each -> each.id().equals(id))
                        .findFirst()
                        .orElse(null);
    }

    private List<Event> events() {
        Sight sight = picture.sight();
        boolean wanted =
                model.mode() != Mode.HELP
                        && model.mode() != Mode.DETAILS
                        && size.rows() >= ROWS_FOR_EVENTS;
        if (sight == null || !wanted) {
            return List.of();
        }
        int most = Math.min(MOST_EVENTS, size.rows() / 6);
        List<Event> all = sight.events();
        return all.subList(Math.max(0, all.size() - most), all.size());
    }

    private void event(Event event) {
        lines.add(
                new Line(frame.style(), size.columns())
                        .add(Look.FAINT, "  " + frame.time(event.at()) + "  ")
                        .add(event.bad() ? Look.DOUBTFUL : Look.PLAIN, Texts.line(event.text()))
                        .toString());
    }

    private void foot() {
        Order asked = model.asked();
        if (asked != null) {
            add(Look.BAD, question(asked) + " y/n");
        } else if (!model.message().isEmpty()) {
            add(Look.BOLD, Texts.line(model.message()));
        } else {
            switch (model.mode()) {
                case FILTERING ->
                        add(
                                Look.BOLD,
                                "type what it must contain; enter keeps it, escape shows all");
                case HELP -> add(Look.FAINT, "any key goes back");
                case DETAILS ->
                        add(Look.FAINT, "escape back  a acknowledge  y/n approve  arrows scroll");
                case LIST, ASKING -> add(Look.FAINT, KEYS);
            }
        }
    }

    private static String question(Order order) {
        return switch (order) {
            case Order.Decide decide ->
                    (decide.deny() ? "Deny" : "Approve")
                            + " the recovery of "
                            + Texts.line(decide.label())
                            + "?";
            case Order.Pause _ -> "Pause recovery everywhere? Watching goes on.";
            case Order.Resume _ -> "Resume recovery?";
            case Order.Acknowledge _ -> "Acknowledge?";
        };
    }

    private void add(Look look, String text) {
        lines.add(Line.of(frame.style(), size.columns(), look, text));
    }
}
