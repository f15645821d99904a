package io.caretaker.web.database;

import io.caretaker.core.inventory.Care;
import io.caretaker.core.session.LockTree;
import java.time.Instant;
import java.util.List;

/// A session that others wait for, or that waits, with those behind it. Pure.
///
/// @param waited how long it waits itself; empty for a root
/// @param also further sessions that it waits for; empty for none
/// @param behind those that wait for it directly
/// @param more how many farther behind are not shown
public record LockNode(
        SessionRow session,
        String waited,
        String also,
        int waiting,
        String longest,
        List<LockNode> behind,
        int more) {
    private static final int DEEPEST = 12;
    private static final int WIDEST = 30;

    public LockNode {
        behind = List.copyOf(behind);
    }

    static LockNode of(LockTree tree, Care care, Instant now) {
        return of(tree, care, now, 0);
    }

    private static LockNode of(LockTree tree, Care care, Instant now, int depth) {
        List<LockTree> shown =
                depth == DEEPEST
                        ? List.of()
                        : tree.behind().subList(0, Math.min(WIDEST, tree.behind().size()));
        List<LockNode> behind = shown.stream().map(each -> of(each, care, now, depth + 1)).toList();
        int seen = shown.stream().mapToInt(each -> each.waiting() + 1).sum();
        return new LockNode(
                SessionRow.of(tree.session(), care, tree.behind().size(), now),
                tree.waited().isZero() ? "" : SessionRow.age(tree.waited()),
                String.join(", ", tree.alsoBlockedBy()),
                tree.waiting(),
                SessionRow.age(tree.longestWait()),
                behind,
                tree.waiting() - seen);
    }
}
