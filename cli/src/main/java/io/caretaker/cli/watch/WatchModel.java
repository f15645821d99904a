package io.caretaker.cli.watch;

import io.caretaker.cli.screen.Key;
import io.caretaker.core.overview.AttentionItem;
import io.caretaker.core.overview.EnvironmentGroup;
import io.caretaker.core.overview.FleetService;
import io.caretaker.core.overview.Overview;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Everything about the live overview that keys change. A key makes a new model of it; what is to
/// be done besides stands in `wish`. Immutable, pure.
///
/// @param selected the key of the row that the cursor is on; empty before there is one
/// @param cursor the row of the cursor, for when that row is gone
/// @param filter only what contains this text
/// @param environment only this one; null for all
/// @param scroll the first line that is shown of the details
/// @param asked what a person is asked about, in [Mode#ASKING]
/// @param message what came of the last key, or empty
/// @param wish what the last key wants to be done
record WatchModel(
        String selected,
        int cursor,
        String filter,
        @Nullable String environment,
        Mode mode,
        int scroll,
        @Nullable Order asked,
        String message,
        Wish wish) {
    private static final int LONGEST_FILTER = 60;

    /// What keys mean.
    enum Mode {
        LIST,
        DETAILS,
        FILTERING,
        ASKING,
        HELP
    }

    /// What is to be done besides showing the new model.
    sealed interface Wish {
        record Nothing() implements Wish {}

        record Refresh() implements Wish {}

        record Quit() implements Wish {}

        record Carry(Order order) implements Wish {}
    }

    private static final Wish NOTHING = new Wish.Nothing();

    static WatchModel begin() {
        return new WatchModel("", 0, "", null, Mode.LIST, 0, null, "", NOTHING);
    }

    List<WatchRow> rows(@Nullable Overview overview) {
        return WatchRows.of(overview, environment, filter);
    }

    /// The model after a key.
    ///
    /// @param page how many rows a page is
    WatchModel press(Key key, @Nullable Overview overview, int page) {
        if (key.kind() == Key.Kind.GONE) {
            return wishing(new Wish.Quit());
        }
        WatchModel calm = wishing(NOTHING);
        return switch (mode) {
            case LIST -> calm.saying("").listed(key, overview, page);
            case DETAILS -> calm.saying("").detailed(key, overview, page);
            case FILTERING -> calm.typed(key);
            case ASKING -> calm.answered(key);
            case HELP -> calm.in(Mode.LIST);
        };
    }

    /// The same with the cursor where its row is now, or near where it was.
    WatchModel settled(List<WatchRow> rows) {
        if (rows.isEmpty()) {
            return mode == Mode.DETAILS ? at("", 0).in(Mode.LIST) : at("", 0);
        }
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).key().equals(selected)) {
                return at(selected, i);
            }
        }
        int near = Math.clamp(cursor, 0, rows.size() - 1);
        WatchModel moved = at(rows.get(near).key(), near);
        return mode == Mode.DETAILS
                ? moved.in(Mode.LIST).saying("what you looked at is over or gone")
                : moved;
    }

    private WatchModel listed(Key key, @Nullable Overview overview, int page) {
        List<WatchRow> rows = rows(overview);
        return switch (key.kind()) {
            case UP -> moved(rows, cursor - 1);
            case DOWN -> moved(rows, cursor + 1);
            case PAGE_UP -> moved(rows, cursor - page);
            case PAGE_DOWN -> moved(rows, cursor + page);
            case HOME -> moved(rows, 0);
            case END -> moved(rows, rows.size() - 1);
            case ENTER -> opened(rows);
            case ESCAPE -> filtered("").chosen(null);
            case LETTER -> lettered(key.letter(), rows, overview);
            case BACKSPACE, OTHER, GONE -> this;
        };
    }

    private WatchModel detailed(Key key, @Nullable Overview overview, int page) {
        return switch (key.kind()) {
            case UP -> scrolled(scroll - 1);
            case DOWN -> scrolled(scroll + 1);
            case PAGE_UP -> scrolled(scroll - page);
            case PAGE_DOWN -> scrolled(scroll + page);
            case HOME -> scrolled(0);
            case ENTER, ESCAPE, BACKSPACE -> in(Mode.LIST);
            case LETTER ->
                    key.is('q') ? in(Mode.LIST) : lettered(key.letter(), rows(overview), overview);
            case END, OTHER, GONE -> this;
        };
    }

    private WatchModel lettered(int letter, List<WatchRow> rows, @Nullable Overview overview) {
        return switch (letter) {
            case 'q' -> wishing(new Wish.Quit());
            case 'r' -> wishing(new Wish.Refresh());
            case '?', 'h' -> in(Mode.HELP);
            case '/' -> in(Mode.FILTERING);
            case 'e' -> chosen(next(overview));
            case 'a' -> acknowledging(rows, overview);
            case 'y' -> deciding(rows, overview, false);
            case 'n' -> deciding(rows, overview, true);
            case 'p' -> pausing(overview);
            default -> this;
        };
    }

    private WatchModel typed(Key key) {
        return switch (key.kind()) {
            case ENTER -> in(Mode.LIST);
            case ESCAPE -> filtered("").in(Mode.LIST);
            case BACKSPACE ->
                    filter.isEmpty()
                            ? in(Mode.LIST)
                            : filtered(
                                    filter.substring(
                                            0, filter.offsetByCodePoints(filter.length(), -1)));
            case LETTER ->
                    filter.length() >= LONGEST_FILTER
                            ? this
                            : filtered(filter + Character.toString(key.letter()));
            case UP, DOWN, PAGE_UP, PAGE_DOWN, HOME, END, OTHER, GONE -> this;
        };
    }

    /// Only a clear yes is one.
    private WatchModel answered(Key key) {
        Order order = Objects.requireNonNull(asked);
        WatchModel done = asking(null).in(Mode.LIST);
        return key.is('y') || key.is('Y')
                ? done.saying("doing it …").wishing(new Wish.Carry(order))
                : done.saying("nothing was done");
    }

    private WatchModel acknowledging(List<WatchRow> rows, @Nullable Overview overview) {
        AttentionItem item = item(rows, overview);
        if (item == null || item.alerts().isEmpty()) {
            return saying("no alert is open here");
        }
        return item.seenBy() != null
                ? saying(item.seenBy() + " sees to it already")
                : saying("doing it …")
                        .wishing(new Wish.Carry(new Order.Acknowledge(item.alerts())));
    }

    private WatchModel deciding(List<WatchRow> rows, @Nullable Overview overview, boolean deny) {
        AttentionItem item = item(rows, overview);
        return item == null || item.approval().isEmpty()
                ? saying("no recovery waits for approval here")
                : asking(new Order.Decide(item.approval(), item.label(), deny)).in(Mode.ASKING);
    }

    private WatchModel pausing(@Nullable Overview overview) {
        if (overview == null) {
            return saying("nothing is known yet");
        }
        Order order = overview.pause() == null ? new Order.Pause() : new Order.Resume();
        return asking(order).in(Mode.ASKING);
    }

    private WatchModel opened(List<WatchRow> rows) {
        return row(rows) instanceof WatchRow.Group || rows.isEmpty()
                ? this
                : scrolled(0).in(Mode.DETAILS);
    }

    @Nullable WatchRow row(List<WatchRow> rows) {
        return cursor < rows.size() ? rows.get(cursor) : null;
    }

    /// The problem of the row: its own, or that of its service.
    @Nullable AttentionItem item(List<WatchRow> rows, @Nullable Overview overview) {
        return switch (row(rows)) {
            case WatchRow.Problem problem -> problem.item();
            case WatchRow.Service service -> item(service.service(), overview);
            case WatchRow.Group _ -> null;
            case null -> null;
        };
    }

    /// What is wrong with a service: itself, or what explains it.
    private static @Nullable AttentionItem item(FleetService service, @Nullable Overview overview) {
        return overview == null
                ? null
                : overview.attention().stream()
                        .filter(item ->
                                item.subject().service().filter(service.id()::equals).isPresent()
                                        || item.folded().contains(service.id()))
                        .findFirst()
                        .orElse(null);
    }

    private @Nullable String next(@Nullable Overview overview) {
        List<String> all =
                overview == null
                        ? List.of()
                        : overview.fleet().stream().map(EnvironmentGroup::environment).toList();
        int at = environment == null ? -1 : all.indexOf(environment);
        return at + 1 < all.size() ? all.get(at + 1) : null;
    }

    private WatchModel moved(List<WatchRow> rows, int to) {
        if (rows.isEmpty()) {
            return this;
        }
        int line = Math.clamp(to, 0, rows.size() - 1);
        return at(rows.get(line).key(), line);
    }

    private WatchModel at(String newSelected, int newCursor) {
        return new WatchModel(
                newSelected, newCursor, filter, environment, mode, scroll, asked, message, wish);
    }

    private WatchModel filtered(String text) {
        return new WatchModel(
                selected, cursor, text, environment, mode, scroll, asked, message, wish);
    }

    private WatchModel chosen(@Nullable String newEnvironment) {
        return new WatchModel(
                selected, cursor, filter, newEnvironment, mode, scroll, asked, message, wish);
    }

    private WatchModel in(Mode newMode) {
        return new WatchModel(
                selected, cursor, filter, environment, newMode, scroll, asked, message, wish);
    }

    private WatchModel scrolled(int line) {
        return new WatchModel(
                selected,
                cursor,
                filter,
                environment,
                mode,
                Math.max(0, line),
                asked,
                message,
                wish);
    }

    private WatchModel asking(@Nullable Order order) {
        return new WatchModel(
                selected, cursor, filter, environment, mode, scroll, order, message, wish);
    }

    WatchModel saying(String text) {
        return new WatchModel(
                selected, cursor, filter, environment, mode, scroll, asked, text, wish);
    }

    private WatchModel wishing(Wish newWish) {
        return new WatchModel(
                selected, cursor, filter, environment, mode, scroll, asked, message, newWish);
    }
}
