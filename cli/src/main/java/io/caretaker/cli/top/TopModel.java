package io.caretaker.cli.top;

import io.caretaker.cli.screen.Key;
import io.caretaker.core.session.DatabaseSession;
import io.caretaker.core.session.EndMethod;
import io.caretaker.core.session.EndRules;
import io.caretaker.core.session.Protection;
import io.caretaker.core.session.SessionKey;
import io.caretaker.core.session.SessionOrder;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Everything about the live view that keys change. A key makes a new model of it; what is to be
/// done besides stands in `wish`. Immutable, pure.
///
/// @param selected the session that the cursor is on; null before there is one
/// @param cursor the line of the cursor, for when that session is gone
/// @param filter only what contains this text
/// @param idle whether idle sessions are listed too
/// @param all whether the server's own processes are listed too
/// @param asked what a person is asked about, in [Mode#ASKING]
/// @param message what came of the last key, or empty
/// @param wish what the last key wants to be done
record TopModel(
        View view,
        SessionOrder order,
        @Nullable SessionKey selected,
        int cursor,
        String filter,
        boolean idle,
        boolean all,
        boolean paused,
        Duration interval,
        Mode mode,
        @Nullable End asked,
        String message,
        Wish wish) {
    static final Duration LEAST_INTERVAL = Duration.ofMillis(500);
    static final Duration MOST_INTERVAL = Duration.ofMinutes(5);

    private static final List<Duration> INTERVALS =
            List.of(
                    LEAST_INTERVAL,
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(60));
    private static final int LONGEST_FILTER = 60;

    /// What is listed.
    enum View {
        RUNNING,
        WAITING,
        BLOCKING
    }

    /// What keys mean.
    enum Mode {
        LIST,
        FILTERING,
        ASKING,
        HELP
    }

    /// A session that is to be ended, or its query.
    record End(DatabaseSession session, EndMethod method) {}

    /// What is to be done besides showing the new model.
    sealed interface Wish {
        record Nothing() implements Wish {}

        record Refresh() implements Wish {}

        record Quit() implements Wish {}

        record Carry(End end) implements Wish {}
    }

    private static final Wish NOTHING = new Wish.Nothing();

    static TopModel begin(Duration interval) {
        return new TopModel(
                View.RUNNING,
                SessionOrder.AGE,
                null,
                0,
                "",
                false,
                false,
                false,
                interval,
                Mode.LIST,
                null,
                "",
                NOTHING);
    }

    /// The model after a key.
    ///
    /// @param rows what is listed
    /// @param page how many of them fit
    /// @param protection the database's own, which ending by hand keeps to
    TopModel press(Key key, List<TopRow> rows, int page, Protection protection) {
        if (key.kind() == Key.Kind.GONE) {
            return wishing(new Wish.Quit());
        }
        TopModel calm = wishing(NOTHING);
        return switch (mode) {
            case LIST -> calm.saying("").pressed(key, rows, page, protection);
            case FILTERING -> calm.typed(key);
            case ASKING -> calm.answered(key);
            case HELP -> calm.in(Mode.LIST);
        };
    }

    /// The same with the cursor where its session is now, or near where it was.
    TopModel settled(List<TopRow> rows) {
        if (rows.isEmpty()) {
            return at(null, 0);
        }
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).session().key().equals(selected)) {
                return at(selected, i);
            }
        }
        int near = Math.clamp(cursor, 0, rows.size() - 1);
        return at(rows.get(near).session().key(), near);
    }

    private TopModel pressed(Key key, List<TopRow> rows, int page, Protection protection) {
        return switch (key.kind()) {
            case UP -> moved(rows, cursor - 1);
            case DOWN -> moved(rows, cursor + 1);
            case PAGE_UP -> moved(rows, cursor - page);
            case PAGE_DOWN -> moved(rows, cursor + page);
            case HOME -> moved(rows, 0);
            case END -> moved(rows, rows.size() - 1);
            case ESCAPE -> filtered("");
            case LETTER -> lettered(key.letter(), rows, protection);
            case ENTER, BACKSPACE, OTHER, GONE -> this;
        };
    }

    private TopModel lettered(int letter, List<TopRow> rows, Protection protection) {
        return switch (letter) {
            case '1' -> viewing(View.RUNNING);
            case '2' -> viewing(View.WAITING);
            case '3' -> viewing(View.BLOCKING);
            case 't' -> sorting(SessionOrder.AGE);
            case 'x' -> sorting(SessionOrder.TRANSACTION);
            case 'w' -> sorting(SessionOrder.WAIT);
            case 'u' -> sorting(SessionOrder.USER);
            case 'd' -> sorting(SessionOrder.DATABASE);
            case 's' -> sorting(next(order));
            case 'i' -> showing(!idle, all);
            case 'a' -> showing(idle, !all);
            case ' ', 'p' -> pausing(!paused);
            case '+' -> every(slower(interval));
            case '-' -> every(faster(interval));
            case 'r' -> wishing(new Wish.Refresh());
            case '/' -> in(Mode.FILTERING);
            case 'h', '?' -> in(Mode.HELP);
            case 'c' -> asking(rows, EndMethod.CANCEL, protection);
            case 'k' -> asking(rows, EndMethod.TERMINATE, protection);
            case 'q' -> wishing(new Wish.Quit());
            default -> this;
        };
    }

    private TopModel typed(Key key) {
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
    private TopModel answered(Key key) {
        End end = Objects.requireNonNull(asked);
        TopModel done = new Changed(this).asked(null).mode(Mode.LIST).make();
        return key.is('y') || key.is('Y')
                ? done.saying(
                                (end.method() == EndMethod.CANCEL
                                                ? "cancelling the query of session "
                                                : "terminating session ")
                                        + end.session().id()
                                        + " …")
                        .wishing(new Wish.Carry(end))
                : done.saying("nothing was done");
    }

    private TopModel asking(List<TopRow> rows, EndMethod method, Protection protection) {
        if (rows.isEmpty()) {
            return saying("no session is selected");
        }
        DatabaseSession session = rows.get(Math.clamp(cursor, 0, rows.size() - 1)).session();
        String objection = EndRules.objection(session, method, protection, false);
        return objection == null
                ? new Changed(this).asked(new End(session, method)).mode(Mode.ASKING).make()
                : saying("session " + session.id() + " is not ended: " + objection);
    }

    private TopModel moved(List<TopRow> rows, int to) {
        if (rows.isEmpty()) {
            return this;
        }
        int line = Math.clamp(to, 0, rows.size() - 1);
        return at(rows.get(line).session().key(), line);
    }

    private static SessionOrder next(SessionOrder order) {
        List<SessionOrder> all = List.of(SessionOrder.values());
        return all.get((all.indexOf(order) + 1) % all.size());
    }

    private static Duration slower(Duration now) {
        return INTERVALS.stream().filter(each -> each.compareTo(now) > 0).findFirst().orElse(now);
    }

    private static Duration faster(Duration now) {
        return INTERVALS.reversed().stream()
                .filter(each -> each.compareTo(now) < 0)
                .findFirst()
                .orElse(now);
    }

    private TopModel viewing(View newView) {
        return new Changed(this).view(newView).cursor(null, 0).make();
    }

    private TopModel sorting(SessionOrder newOrder) {
        return new Changed(this).order(newOrder).make();
    }

    private TopModel filtered(String newFilter) {
        return new Changed(this).filter(newFilter).make();
    }

    private TopModel showing(boolean newIdle, boolean newAll) {
        return new Changed(this).showing(newIdle, newAll).make();
    }

    private TopModel pausing(boolean newPaused) {
        return new Changed(this).paused(newPaused).make();
    }

    private TopModel every(Duration newInterval) {
        return new Changed(this).interval(newInterval).make();
    }

    private TopModel in(Mode newMode) {
        return new Changed(this).mode(newMode).make();
    }

    private TopModel at(@Nullable SessionKey newSelected, int newCursor) {
        return new Changed(this).cursor(newSelected, newCursor).make();
    }

    TopModel saying(String newMessage) {
        return new Changed(this).message(newMessage).make();
    }

    private TopModel wishing(Wish newWish) {
        return new Changed(this).wish(newWish).make();
    }

    /// A model that is like another but for some of it.
    private static final class Changed {
        private View view;
        private SessionOrder order;
        private @Nullable SessionKey selected;
        private int cursor;
        private String filter;
        private boolean idle;
        private boolean all;
        private boolean paused;
        private Duration interval;
        private Mode mode;
        private @Nullable End asked;
        private String message;
        private Wish wish;

        private Changed(TopModel of) {
            view = of.view;
            order = of.order;
            selected = of.selected;
            cursor = of.cursor;
            filter = of.filter;
            idle = of.idle;
            all = of.all;
            paused = of.paused;
            interval = of.interval;
            mode = of.mode;
            asked = of.asked;
            message = of.message;
            wish = of.wish;
        }

        private Changed view(View value) {
            view = value;
            return this;
        }

        private Changed order(SessionOrder value) {
            order = value;
            return this;
        }

        private Changed cursor(@Nullable SessionKey key, int line) {
            selected = key;
            cursor = line;
            return this;
        }

        private Changed filter(String value) {
            filter = value;
            return this;
        }

        private Changed showing(boolean newIdle, boolean newAll) {
            idle = newIdle;
            all = newAll;
            return this;
        }

        private Changed paused(boolean value) {
            paused = value;
            return this;
        }

        private Changed interval(Duration value) {
            interval = value;
            return this;
        }

        private Changed mode(Mode value) {
            mode = value;
            return this;
        }

        private Changed asked(@Nullable End value) {
            asked = value;
            return this;
        }

        private Changed message(String value) {
            message = value;
            return this;
        }

        private Changed wish(Wish value) {
            wish = value;
            return this;
        }

        private TopModel make() {
            return new TopModel(
                    view, order, selected, cursor, filter, idle, all, paused, interval, mode, asked,
                    message, wish);
        }
    }
}
