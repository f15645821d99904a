package io.caretaker.cli.top;

import io.caretaker.cli.render.LocksText.Branches;
import io.caretaker.core.session.DatabaseSession;
import io.caretaker.core.session.LockForest;
import io.caretaker.core.session.LockTree;
import io.caretaker.core.session.SessionKind;
import io.caretaker.core.session.SessionOrder;
import io.caretaker.core.session.SessionSnapshot;
import io.caretaker.core.session.SessionState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which sessions a view lists, in its order. Pure.
final class TopRows {
    private TopRows() {}

    static List<TopRow> of(TopModel model, @Nullable SessionSnapshot snapshot, Branches branches) {
        if (snapshot == null) {
            return List.of();
        }
        return switch (model.view()) {
            case RUNNING -> running(model, snapshot);
            case WAITING -> waiting(model, snapshot);
            case BLOCKING -> blocking(model, snapshot, branches);
        };
    }

    private static List<TopRow> running(TopModel model, SessionSnapshot snapshot) {
        return sorted(
                snapshot.sessions().stream()
                        .filter(session -> model.all() || somebodys(session))
                        .filter(session -> model.idle() || session.state() != SessionState.IDLE)
                        .filter(session -> fits(session, model.filter())),
                model.order(),
                snapshot);
    }

    /// Whoever waits longest stands first unless another order was chosen.
    private static List<TopRow> waiting(TopModel model, SessionSnapshot snapshot) {
        return sorted(
                snapshot.sessions().stream()
                        .filter(DatabaseSession::blocked)
                        .filter(session -> fits(session, model.filter())),
                model.order() == SessionOrder.AGE ? SessionOrder.WAIT : model.order(),
                snapshot);
    }

    private static List<TopRow> sorted(
            Stream<DatabaseSession> sessions, SessionOrder order, SessionSnapshot snapshot) {
        return sessions.sorted(order.at(snapshot.at()))
                .map(session -> new TopRow(session, ""))
                .toList();
    }

    /// A tree is shown whole where one of its sessions fits.
    private static List<TopRow> blocking(
            TopModel model, SessionSnapshot snapshot, Branches branches) {
        var rows = new ArrayList<TopRow>();
        for (LockTree tree : LockForest.of(snapshot)) {
            var grown = new ArrayList<TopRow>();
            grown.add(new TopRow(tree.session(), ""));
            grow(tree, "", branches, grown);
            if (grown.stream().anyMatch(row -> fits(row.session(), model.filter()))) {
                rows.addAll(grown);
            }
        }
        return rows;
    }

    private static void grow(LockTree tree, String indent, Branches branches, List<TopRow> rows) {
        for (int i = 0; i < tree.behind().size(); i++) {
            LockTree child = tree.behind().get(i);
            boolean last = i == tree.behind().size() - 1;
            rows.add(new TopRow(child.session(), indent + branches.fork(last)));
            grow(child, indent + branches.on(last), branches, rows);
        }
    }

    private static boolean somebodys(DatabaseSession session) {
        return switch (session.kind()) {
            case CLIENT, BACKUP, PREPARED -> true;
            case MAINTENANCE -> session.user() != null;
            case OWN, REPLICATION, SYSTEM -> false;
        };
    }

    /// Whether the text occurs in what is shown of the session, whatever the case.
    private static boolean fits(DatabaseSession session, String filter) {
        String wanted = filter.toLowerCase(Locale.ROOT);
        return wanted.isEmpty()
                || Stream.of(
                                session.id(),
                                session.user(),
                                session.database(),
                                session.application(),
                                session.client(),
                                session.query())
                        .anyMatch(text ->
                                text != null && text.toLowerCase(Locale.ROOT).contains(wanted));
    }

    /// Short enough for a narrow column.
    static String state(DatabaseSession session) {
        if (session.kind() != SessionKind.CLIENT && session.kind() != SessionKind.OWN) {
            return session.kind().name().toLowerCase(Locale.ROOT);
        }
        if (session.blocked()) {
            return "waits";
        }
        return switch (session.state()) {
            case ACTIVE -> "active";
            case IDLE -> "idle";
            case IDLE_IN_TRANSACTION -> "idle in tx";
            case IDLE_IN_ABORTED_TRANSACTION -> "aborted tx";
            case UNKNOWN -> "unknown";
        };
    }
}
