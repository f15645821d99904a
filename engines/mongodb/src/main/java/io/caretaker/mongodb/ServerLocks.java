package io.caretaker.mongodb;

import java.util.List;
import java.util.Objects;

/// Who waits for whom, as far as MongoDB lets it be known: it tells who waits for a lock, and not
/// who holds it; only who has locked the whole server cannot be mistaken. Pure.
///
/// Source: MongoDB Manual, "FAQ: Concurrency", "$currentOp: locks, waitingForLock" (4.2 to 8.0).
final class ServerLocks {
    private ServerLocks() {}

    /// The holders of the server's lock that this operation cannot have been granted it beside.
    static List<String> blockers(OperationRow waiter, List<OperationRow> all) {
        String wanted = waiter.globalLock();
        if (!waiter.waitsForLock() || wanted == null) {
            return List.of();
        }
        return all.stream()
                .filter(row -> row.type() == OperationRow.Type.OPERATION)
                .filter(row -> Objects.equals(row.shard(), waiter.shard()))
                .filter(row -> !Objects.equals(row.operationId(), waiter.operationId()))
                .filter(OperationRow::holdsServer)
                .filter(row -> conflict(Objects.requireNonNull(row.globalLock()), wanted))
                .map(row -> Objects.requireNonNull(row.operationId()))
                .toList();
    }

    /// `W` goes beside nothing, `R` beside those that read.
    private static boolean conflict(String held, String wanted) {
        return held.equals("W") || wanted.equals("w") || wanted.equals("W");
    }
}
