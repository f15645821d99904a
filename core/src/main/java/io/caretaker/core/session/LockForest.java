package io.caretaker.core.session;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who waits for whom, as trees: each root waits for nobody, or is the one chosen of a circle that
/// waits for itself (a deadlock, which the server breaks by itself).
///
/// Every session of a tree stands in it once, behind the first of its blockers by which a root is
/// reached; its other blockers are named. Pure.
public final class LockForest {
    private final Map<String, DatabaseSession> sessions = new LinkedHashMap<>();
    private final Map<String, List<String>> waiters = new HashMap<>();
    private final Instant now;

    private LockForest(List<DatabaseSession> all, Instant now) {
        this.now = now;
        all.forEach(session -> sessions.put(session.id(), session));
        all.forEach(session ->
                blockers(session)
                        .forEach(blocker ->
                                waiters.computeIfAbsent(blocker, _ -> new ArrayList<>())
                                        .add(session.id())));
    }

    /// The trees, those with most sessions behind the root first.
    public static List<LockTree> of(SessionSnapshot snapshot) {
        return of(snapshot.sessions(), snapshot.at());
    }

    /// Those that wait and stand in no tree, because the server does not show whom they wait for;
    /// who waits longest is first.
    public static List<DatabaseSession> unseen(SessionSnapshot snapshot) {
        var seen = new HashSet<String>();
        of(snapshot).forEach(tree -> tree.all().forEach(each -> seen.add(each.session().id())));
        return snapshot.sessions().stream()
                .filter(session -> !session.blockedBy().isEmpty() && !seen.contains(session.id()))
                .sorted(
                        Comparator.comparing(
                                (DatabaseSession session) -> session.lockWait(snapshot.at()),
                                Comparator.reverseOrder()))
                .toList();
    }

    static List<LockTree> of(List<DatabaseSession> sessions, Instant now) {
        return new LockForest(sessions, now).trees();
    }

    /// A blocker that has ended since is no blocker.
    private Set<String> blockers(DatabaseSession session) {
        var blockers = new LinkedHashSet<String>();
        for (String id : session.blockedBy()) {
            if (!id.equals(session.id()) && sessions.containsKey(id)) {
                blockers.add(id);
            }
        }
        return blockers;
    }

    private List<LockTree> trees() {
        Map<String, Branch> branches = new LinkedHashMap<>();
        var roots = new ArrayList<LockTree>();
        for (DatabaseSession session : sessions.values()) {
            if (waiters.containsKey(session.id()) && blockers(session).isEmpty()) {
                roots.add(grow(session.id(), branches));
            }
        }
        // What is left waits in circles.
        for (DatabaseSession session : sessions.values()) {
            if (waiters.containsKey(session.id())
                    && !branches.containsKey(session.id())
                    && inCircle(session.id())) {
                roots.add(grow(session.id(), branches));
            }
        }
        return roots.stream()
                .sorted(
                        Comparator.comparingInt(LockTree::waiting)
                                .reversed()
                                .thenComparing(LockTree::longestWait, Comparator.reverseOrder()))
                .toList();
    }

    /// Breadth first, so that a session stands as near to its root as it can, and without
    /// recursion, because chains may be long.
    private LockTree grow(String root, Map<String, Branch> branches) {
        var first = new Branch(root, null);
        branches.put(root, first);
        var next = new ArrayList<Branch>(List.of(first));
        for (int i = 0; i < next.size(); i++) {
            Branch branch = next.get(i);
            for (String waiter : waiters.getOrDefault(branch.id, List.of())) {
                if (!branches.containsKey(waiter)) {
                    var grown = new Branch(waiter, branch.id);
                    branches.put(waiter, grown);
                    branch.behind.add(grown);
                    next.add(grown);
                }
            }
        }
        // From the leaves to the root.
        next.reversed().forEach(branch -> branch.tree = tree(branch));
        return first.tree();
    }

    private boolean inCircle(String id) {
        Set<String> seen = new HashSet<>();
        var next = new ArrayList<>(waiters.getOrDefault(id, List.of()));
        for (int i = 0; i < next.size(); i++) {
            if (next.get(i).equals(id)) {
                return true;
            }
            if (seen.add(next.get(i))) {
                next.addAll(waiters.getOrDefault(next.get(i), List.of()));
            }
        }
        return false;
    }

    private LockTree tree(Branch branch) {
        DatabaseSession session = session(branch.id);
        List<String> others =
                blockers(session).stream().filter(id -> !id.equals(branch.behindOf)).toList();
        List<LockTree> behind =
                branch.behind.stream()
                        .map(Branch::tree)
                        .sorted(Comparator.comparing(LockTree::waited, Comparator.reverseOrder()))
                        .toList();
        Duration waited = branch.behindOf == null ? Duration.ZERO : session.lockWait(now);
        return new LockTree(session, waited, others, behind);
    }

    private DatabaseSession session(String id) {
        DatabaseSession session = sessions.get(id);
        if (session == null) {
            throw new IllegalStateException("no session " + id);
        }
        return session;
    }

    /// A session on its way into a tree.
    private static final class Branch {
        private final String id;
        private final @Nullable String behindOf;
        private final List<Branch> behind = new ArrayList<>();
        private @Nullable LockTree tree;

        private Branch(String id, @Nullable String behindOf) {
            this.id = id;
            this.behindOf = behindOf;
        }

        private LockTree tree() {
            LockTree grown = tree;
            if (grown == null) {
                throw new IllegalStateException("session " + id + " has no tree yet");
            }
            return grown;
        }
    }
}
