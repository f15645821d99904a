package io.caretaker.cli.render;

import io.caretaker.core.inventory.Care;
import io.caretaker.core.session.CleanupPlan;
import io.caretaker.core.session.CleanupPlan.Spared;
import io.caretaker.core.session.CleanupPlan.Victim;
import io.caretaker.core.session.CleanupRules;
import io.caretaker.core.session.DatabaseSession;
import io.caretaker.core.session.EndMethod;
import io.caretaker.core.session.LockForest;
import io.caretaker.core.session.LockTree;
import io.caretaker.core.session.SessionSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// Who waits for whom, as trees for people: each root with all that wait behind it.
public final class LocksText {
    private final SessionSnapshot snapshot;
    private final CleanupPlan plan;
    private final Style style;
    private final Branches branches;
    private final StringBuilder text = new StringBuilder();

    /// How branches are drawn.
    public enum Branches {
        LINES("├─ ", "└─ ", "│  "),
        ASCII("|- ", "`- ", "|  ");

        private final String fork;
        private final String last;
        private final String on;

        Branches(String fork, String last, String on) {
            this.fork = fork;
            this.last = last;
            this.on = on;
        }

        /// Before one that waits.
        public String fork(boolean isLast) {
            return isLast ? last : fork;
        }

        /// Before those behind it.
        public String on(boolean isLast) {
            return isLast ? "   " : on;
        }

        /// What the locale of the environment can show.
        public static Branches of(java.util.Map<String, String> environment) {
            for (String name : List.of("LC_ALL", "LC_CTYPE", "LANG")) {
                String locale = environment.getOrDefault(name, "");
                if (!locale.isEmpty()) {
                    String upper = locale.toUpperCase(Locale.ROOT);
                    return upper.contains("UTF-8") || upper.contains("UTF8") ? LINES : ASCII;
                }
            }
            return LINES;
        }
    }

    private LocksText(SessionSnapshot snapshot, Care care, Style style, Branches branches) {
        this.snapshot = snapshot;
        this.plan = CleanupRules.plan(snapshot, care);
        this.style = style;
        this.branches = branches;
    }

    /// All trees.
    ///
    /// @param care what a clean-up would do to the roots
    public static String of(SessionSnapshot snapshot, Care care, Style style, Branches branches) {
        return new LocksText(snapshot, care, style, branches).text();
    }

    private String text() {
        List<LockTree> forest = LockForest.of(snapshot);
        List<DatabaseSession> unseen = LockForest.unseen(snapshot);
        if (forest.isEmpty() && unseen.isEmpty()) {
            text.append(
                    snapshot.notes().isEmpty()
                            ? "Nobody waits for a lock.\n"
                            : "Nobody waits for a lock, as far as this account may see.\n");
        }
        for (LockTree tree : forest) {
            root(tree);
            text.append('\n');
        }
        if (!forest.isEmpty()) {
            int waiting = forest.stream().mapToInt(LockTree::waiting).sum();
            line(
                    Texts.count(waiting, "session")
                            + (waiting == 1 ? " waits" : " wait")
                            + " for "
                            + Texts.count(forest.size(), "root blocker")
                            + ".");
        }
        if (!unseen.isEmpty()) {
            unseen(unseen);
        }
        snapshot.notes().forEach(note -> line("note: " + note));
        return text.toString();
    }

    private void unseen(List<DatabaseSession> waiting) {
        String head =
                Texts.count(waiting.size(), "session")
                        + (waiting.size() == 1 ? " waits" : " wait")
                        + " for a session that is not seen:";
        text.append(style.bold(head)).append('\n');
        for (int i = 0; i < waiting.size(); i++) {
            line(
                    branches.fork(i == waiting.size() - 1)
                            + waiter(waiting.get(i), List.of(), snapshot.at()));
        }
    }

    private void root(LockTree tree) {
        DatabaseSession session = tree.session();
        String head =
                SessionsText.who(session, snapshot.at())
                        + ", blocks "
                        + Texts.count(tree.waiting(), "session")
                        + ", the longest for "
                        + SessionsText.age(tree.longestWait());
        text.append(style.bold(Texts.cut(head, style.width()))).append('\n');
        String bar = tree.behind().isEmpty() ? "   " : branches.on(false);
        line(bar + "query: " + Texts.line(SessionsText.query(session)));
        if (!tree.alsoBlockedBy().isEmpty()) {
            line(bar + "waits itself for " + String.join(", ", tree.alsoBlockedBy()));
        }
        line(bar + "clean-up: " + verdict(session));
        behind(tree, "");
    }

    private void behind(LockTree tree, String indent) {
        for (int i = 0; i < tree.behind().size(); i++) {
            LockTree child = tree.behind().get(i);
            boolean last = i == tree.behind().size() - 1;
            line(indent + branches.fork(last) + waiter(child, snapshot.at()));
            behind(child, indent + branches.on(last));
        }
    }

    /// One that waits, in one line.
    static String waiter(LockTree tree, Instant now) {
        return waiter(tree.session(), tree.alsoBlockedBy(), now);
    }

    private static String waiter(DatabaseSession session, List<String> alsoFor, Instant now) {
        String who =
                session.id()
                        + "  "
                        + SessionsText.known(session.user())
                        + " ("
                        + SessionsText.known(session.application())
                        + ")";
        String also = alsoFor.isEmpty() ? "" : ", and for " + String.join(", ", alsoFor);
        return who
                + "  waits "
                + SessionsText.age(session.lockWait(now))
                + " for "
                + (session.waitsFor() == null ? "a lock" : session.waitsFor())
                + also
                + "  "
                + Texts.line(SessionsText.query(session));
    }

    private String verdict(DatabaseSession root) {
        for (Victim victim : plan.victims()) {
            if (victim.session().key().equals(root.key())) {
                String how =
                        victim.method() == EndMethod.CANCEL
                                ? "would cancel its query, and terminate it if that does not help"
                                : "would terminate it";
                return how + " (" + victim.reason() + ")";
            }
        }
        for (Spared spared : plan.spared()) {
            if (spared.session().key().equals(root.key())) {
                return "would leave it alone (" + spared.reason() + ")";
            }
        }
        return "would leave it alone: no limit is reached";
    }

    private void line(String line) {
        text.append(Texts.fit(line, style.width())).append('\n');
    }
}
