package io.caretaker.cli.screen;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What keys change in a list alike, whatever is listed: the cursor, the filter, a question and its
/// answer. A key makes a new one of it. Immutable, pure.
///
/// @param <K> by what a row is known again
/// @param <A> what a person can order
/// @param selected the row that the cursor is on; null before there is one
/// @param cursor the number of the cursor's row, for when that row is gone
/// @param filter only what contains this text
/// @param asked what a person is asked about, in [Mode#ASKING]
/// @param message what came of the last key, or empty
/// @param wish what the last key wants to be done
public record Listing<K, A>(
        @Nullable K selected,
        int cursor,
        String filter,
        Mode mode,
        @Nullable A asked,
        String message,
        Wish<A> wish) {
    private static final int LONGEST_FILTER = 60;

    public static <K, A> Listing<K, A> begin() {
        return new Listing<>(null, 0, "", Mode.LIST, null, "", new Wish.Nothing<>());
    }

    /// The same with the cursor where its row is now, or near where it was.
    public Listing<K, A> settled(List<K> rows) {
        if (rows.isEmpty()) {
            return at(null, 0);
        }
        int same = selected == null ? -1 : rows.indexOf(selected);
        int line = same >= 0 ? same : Math.clamp(cursor, 0, rows.size() - 1);
        return at(rows.get(line), line);
    }

    /// The cursor after a key that moves it; the same after others.
    ///
    /// @param page how many rows a page is
    public Listing<K, A> moved(Key key, List<K> rows, int page) {
        int to =
                switch (key.kind()) {
                    case UP -> cursor - 1;
                    case DOWN -> cursor + 1;
                    case PAGE_UP -> cursor - page;
                    case PAGE_DOWN -> cursor + page;
                    case HOME -> 0;
                    case END -> rows.size() - 1;
                    case LETTER, ENTER, BACKSPACE, ESCAPE, OTHER, GONE -> cursor;
                };
        if (rows.isEmpty()) {
            return this;
        }
        int line = Math.clamp(to, 0, rows.size() - 1);
        return at(rows.get(line), line);
    }

    /// After a key that writes the filter, answers the question or leaves the help.
    ///
    /// @param begun what is said when a person says yes to an order
    public Listing<K, A> talked(Key key, Function<A, String> begun) {
        return switch (mode) {
            case FILTERING -> typed(key);
            case ASKING -> answered(key, begun);
            case HELP -> in(Mode.LIST);
            case LIST, DETAILS -> this;
        };
    }

    private Listing<K, A> typed(Key key) {
        return switch (key.kind()) {
            case ENTER -> in(Mode.LIST);
            case ESCAPE -> filtered("").in(Mode.LIST);
            case BACKSPACE -> filter.isEmpty() ? in(Mode.LIST) : filtered(shortened());
            case LETTER ->
                    filter.length() >= LONGEST_FILTER
                            ? this
                            : filtered(filter + Character.toString(key.letter()));
            case UP, DOWN, PAGE_UP, PAGE_DOWN, HOME, END, OTHER, GONE -> this;
        };
    }

    private String shortened() {
        return filter.substring(0, filter.offsetByCodePoints(filter.length(), -1));
    }

    /// Only a clear yes is one.
    private Listing<K, A> answered(Key key, Function<A, String> begun) {
        A order = Objects.requireNonNull(asked);
        Listing<K, A> done =
                new Listing<>(selected, cursor, filter, Mode.LIST, null, message, wish);
        return key.is('y') || key.is('Y')
                ? done.ordering(order, begun.apply(order))
                : done.saying("nothing was done");
    }

    /// Asks whether that is to be done.
    public Listing<K, A> asking(A order) {
        return new Listing<>(selected, cursor, filter, Mode.ASKING, order, message, wish);
    }

    /// Wants that to be done, and says so.
    public Listing<K, A> ordering(A order, String begun) {
        return saying(begun).wishing(new Wish.Carry<>(order));
    }

    public Listing<K, A> filtered(String text) {
        return new Listing<>(selected, cursor, text, mode, asked, message, wish);
    }

    public Listing<K, A> in(Mode newMode) {
        return new Listing<>(selected, cursor, filter, newMode, asked, message, wish);
    }

    public Listing<K, A> saying(String text) {
        return new Listing<>(selected, cursor, filter, mode, asked, text, wish);
    }

    public Listing<K, A> wishing(Wish<A> newWish) {
        return new Listing<>(selected, cursor, filter, mode, asked, message, newWish);
    }

    /// With the cursor on another row.
    public Listing<K, A> at(@Nullable K row, int line) {
        return new Listing<>(row, line, filter, mode, asked, message, wish);
    }
}
