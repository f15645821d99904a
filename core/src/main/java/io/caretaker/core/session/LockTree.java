package io.caretaker.core.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A session that others wait for, or that waits, with all who wait behind it.
///
/// @param waited how long it waits for a lock itself; zero for a root
/// @param alsoBlockedBy further sessions that it waits for and that stand elsewhere in the forest
/// @param behind sessions that wait directly for this one, those that wait longest first
public record LockTree(
        DatabaseSession session,
        Duration waited,
        List<String> alsoBlockedBy,
        List<LockTree> behind) {
    public LockTree {
        alsoBlockedBy = List.copyOf(alsoBlockedBy);
        behind = List.copyOf(behind);
    }

    /// How many sessions wait behind it, directly or not.
    public int waiting() {
        return all().size() - 1;
    }

    /// The longest wait behind it.
    public Duration longestWait() {
        Duration longest = Duration.ZERO;
        List<LockTree> all = all();
        for (LockTree tree : all.subList(1, all.size())) {
            longest = max(longest, tree.waited);
        }
        return longest;
    }

    /// The longest wait of those directly behind it: how long it has kept somebody from a lock, at
    /// least. Those farther back may have waited for others before it.
    ///
    /// Source: PostgreSQL 15 manual, 54.12 pg_locks: `waitstart` is the time when the process began
    /// to wait for that very lock. Who waits for a row waits for its place in the queue first (a
    /// lock on the tuple), then anew for each transaction that has the row.
    public Duration longestDirectWait() {
        Duration longest = Duration.ZERO;
        for (LockTree tree : behind) {
            longest = max(longest, tree.waited);
        }
        return longest;
    }

    /// This one and all behind it, the nearest first; without recursion, because chains may be
    /// long.
    public List<LockTree> all() {
        var all = new ArrayList<LockTree>(List.of(this));
        for (int i = 0; i < all.size(); i++) {
            all.addAll(all.get(i).behind);
        }
        return all;
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    /// Without those behind it, which would need recursion.
    @Override
    public String toString() {
        return "LockTree[" + session + ", waited=" + waited + ", waiting=" + waiting() + "]";
    }
}
