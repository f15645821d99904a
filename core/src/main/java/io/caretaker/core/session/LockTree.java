package io.caretaker.core.session;

import java.time.Duration;
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
        return behind.stream().mapToInt(tree -> 1 + tree.waiting()).sum();
    }

    /// The longest wait behind it.
    public Duration longestWait() {
        Duration longest = Duration.ZERO;
        for (LockTree tree : behind) {
            longest = max(longest, max(tree.waited, tree.longestWait()));
        }
        return longest;
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
