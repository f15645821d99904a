package io.caretaker.cli.top;

import io.caretaker.cli.screen.Key;
import io.caretaker.cli.screen.Listing;
import io.caretaker.cli.screen.LiveModel;
import io.caretaker.cli.screen.Mode;
import io.caretaker.cli.screen.Pace;
import io.caretaker.cli.screen.Wish;
import io.caretaker.core.session.DatabaseSession;
import io.caretaker.core.session.EndMethod;
import io.caretaker.core.session.EndRules;
import io.caretaker.core.session.Protection;
import io.caretaker.core.session.SessionKey;
import io.caretaker.core.session.SessionOrder;
import java.time.Duration;
import java.util.List;

/// Everything about the live view that keys change. A key makes a new model of it. Immutable, pure.
///
/// @param list the sessions
/// @param idle whether idle sessions are listed too
/// @param all whether the server's own processes are listed too
record TopModel(
        Listing<SessionKey, TopModel.End> list,
        View view,
        SessionOrder order,
        boolean idle,
        boolean all,
        boolean paused,
        Duration interval)
        implements LiveModel<TopModel, TopModel.End> {
    private static final List<Duration> INTERVALS =
            List.of(
                    Pace.LEAST,
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(60));

    /// What is listed.
    enum View {
        RUNNING,
        WAITING,
        BLOCKING
    }

    /// A session that is to be ended, or its query.
    record End(DatabaseSession session, EndMethod method) {}

    static TopModel begin(Duration interval) {
        return new TopModel(
                Listing.begin(), View.RUNNING, SessionOrder.AGE, false, false, false, interval);
    }

    /// The model after a key.
    ///
    /// @param rows what is listed
    /// @param page how many of them fit
    /// @param protection the database's own, which ending by hand keeps to
    TopModel press(Key key, List<TopRow> rows, int page, Protection protection) {
        if (key.kind() == Key.Kind.GONE) {
            return with(list.wishing(new Wish.Quit<>()));
        }
        Listing<SessionKey, End> calm = list.wishing(new Wish.Nothing<>());
        return switch (mode()) {
            case LIST, DETAILS -> with(calm.saying("")).pressed(key, rows, page, protection);
            case FILTERING, ASKING, HELP -> with(calm.talked(key, TopModel::begun));
        };
    }

    private static String begun(End end) {
        String what =
                end.method() == EndMethod.CANCEL
                        ? "cancelling the query of session "
                        : "terminating session ";
        return what + end.session().id() + " …";
    }

    /// The same with the cursor where its session is now, or near where it was.
    TopModel settled(List<TopRow> rows) {
        return with(list.settled(keys(rows)));
    }

    private static List<SessionKey> keys(List<TopRow> rows) {
        return rows.stream().map(row -> row.session().key()).toList();
    }

    private TopModel pressed(Key key, List<TopRow> rows, int page, Protection protection) {
        return switch (key.kind()) {
            case UP, DOWN, PAGE_UP, PAGE_DOWN, HOME, END -> with(list.moved(key, keys(rows), page));
            case ESCAPE -> with(list.filtered(""));
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
            case 'r' -> with(list.wishing(new Wish.Refresh<>()));
            case '/' -> in(Mode.FILTERING);
            case 'h', '?' -> in(Mode.HELP);
            case 'c' -> asking(rows, EndMethod.CANCEL, protection);
            case 'k' -> asking(rows, EndMethod.TERMINATE, protection);
            case 'q' -> with(list.wishing(new Wish.Quit<>()));
            default -> this;
        };
    }

    private TopModel asking(List<TopRow> rows, EndMethod method, Protection protection) {
        if (rows.isEmpty()) {
            return saying("no session is selected");
        }
        DatabaseSession session = rows.get(Math.clamp(cursor(), 0, rows.size() - 1)).session();
        String objection = EndRules.objection(session, method, protection, false);
        return objection == null
                ? with(list.asking(new End(session, method)))
                : saying("session " + session.id() + " is not ended: " + objection);
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

    private TopModel with(Listing<SessionKey, End> newList) {
        return new TopModel(newList, view, order, idle, all, paused, interval);
    }

    private TopModel in(Mode mode) {
        return with(list.in(mode));
    }

    private TopModel viewing(View newView) {
        return new TopModel(list.at(null, 0), newView, order, idle, all, paused, interval);
    }

    private TopModel sorting(SessionOrder newOrder) {
        return new TopModel(list, view, newOrder, idle, all, paused, interval);
    }

    private TopModel showing(boolean newIdle, boolean newAll) {
        return new TopModel(list, view, order, newIdle, newAll, paused, interval);
    }

    private TopModel pausing(boolean newPaused) {
        return new TopModel(list, view, order, idle, all, newPaused, interval);
    }

    private TopModel every(Duration newInterval) {
        return new TopModel(list, view, order, idle, all, paused, newInterval);
    }

    @Override
    public TopModel saying(String message) {
        return with(list.saying(message));
    }
}
