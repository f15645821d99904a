package io.caretaker.cli.watch;

import io.caretaker.cli.screen.Key;
import io.caretaker.cli.screen.Listing;
import io.caretaker.cli.screen.LiveModel;
import io.caretaker.cli.screen.Mode;
import io.caretaker.cli.screen.Wish;
import io.caretaker.core.overview.AttentionItem;
import io.caretaker.core.overview.EnvironmentGroup;
import io.caretaker.core.overview.FleetService;
import io.caretaker.core.overview.Overview;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Everything about the live overview that keys change. A key makes a new model of it. Immutable,
/// pure.
///
/// @param list the rows by their keys
/// @param environment only this one; null for all
/// @param scroll the first line that is shown of the details
record WatchModel(Listing<String, Order> list, @Nullable String environment, int scroll)
        implements LiveModel<WatchModel, Order> {
    private static final String BEGUN = "doing it …";

    static WatchModel begin() {
        return new WatchModel(Listing.begin(), null, 0);
    }

    List<WatchRow> rows(@Nullable Overview overview) {
        return WatchRows.of(overview, environment, list.filter());
    }

    private static List<String> keys(List<WatchRow> rows) {
        return rows.stream().map(WatchRow::key).toList();
    }

    /// The model after a key.
    ///
    /// @param page how many rows a page is
    WatchModel press(Key key, @Nullable Overview overview, int page) {
        if (key.kind() == Key.Kind.GONE) {
            return with(list.wishing(new Wish.Quit<>()));
        }
        Listing<String, Order> calm = list.wishing(new Wish.Nothing<>());
        return switch (mode()) {
            case LIST -> with(calm.saying("")).listed(key, overview, page);
            case DETAILS -> with(calm.saying("")).detailed(key, overview, page);
            case FILTERING, ASKING, HELP -> with(calm.talked(key, _ -> BEGUN));
        };
    }

    /// The same with the cursor where its row is now, or near where it was.
    WatchModel settled(List<WatchRow> rows) {
        Listing<String, Order> there = list.settled(keys(rows));
        boolean gone = rows.isEmpty() || !rows.get(there.cursor()).key().equals(list.selected());
        if (mode() != Mode.DETAILS || !gone) {
            return with(there);
        }
        Listing<String, Order> left = there.in(Mode.LIST);
        return with(rows.isEmpty() ? left : left.saying("what you looked at is over or gone"));
    }

    private WatchModel listed(Key key, @Nullable Overview overview, int page) {
        List<WatchRow> rows = rows(overview);
        return switch (key.kind()) {
            case UP, DOWN, PAGE_UP, PAGE_DOWN, HOME, END -> with(list.moved(key, keys(rows), page));
            case ENTER -> opened(rows);
            case ESCAPE -> with(list.filtered("")).chosen(null);
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
            case 'q' -> with(list.wishing(new Wish.Quit<>()));
            case 'r' -> with(list.wishing(new Wish.Refresh<>()));
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

    private WatchModel acknowledging(List<WatchRow> rows, @Nullable Overview overview) {
        AttentionItem item = item(rows, overview);
        if (item == null || item.alerts().isEmpty()) {
            return saying("no alert is open here");
        }
        return item.seenBy() != null
                ? saying(item.seenBy() + " sees to it already")
                : with(list.ordering(new Order.Acknowledge(item.alerts()), BEGUN));
    }

    private WatchModel deciding(List<WatchRow> rows, @Nullable Overview overview, boolean deny) {
        AttentionItem item = item(rows, overview);
        return item == null || item.approval().isEmpty()
                ? saying("no recovery waits for approval here")
                : with(list.asking(new Order.Decide(item.approval(), item.label(), deny)));
    }

    private WatchModel pausing(@Nullable Overview overview) {
        if (overview == null) {
            return saying("nothing is known yet");
        }
        return with(list.asking(overview.pause() == null ? new Order.Pause() : new Order.Resume()));
    }

    private WatchModel opened(List<WatchRow> rows) {
        return row(rows) instanceof WatchRow.Group || rows.isEmpty()
                ? this
                : scrolled(0).in(Mode.DETAILS);
    }

    @Nullable WatchRow row(List<WatchRow> rows) {
        return cursor() < rows.size() ? rows.get(cursor()) : null;
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

    private WatchModel chosen(@Nullable String newEnvironment) {
        return new WatchModel(list, newEnvironment, scroll);
    }

    private WatchModel scrolled(int line) {
        return new WatchModel(list, environment, Math.max(0, line));
    }

    private WatchModel with(Listing<String, Order> newList) {
        return new WatchModel(newList, environment, scroll);
    }

    private WatchModel in(Mode mode) {
        return with(list.in(mode));
    }

    @Override
    public WatchModel saying(String message) {
        return with(list.saying(message));
    }
}
