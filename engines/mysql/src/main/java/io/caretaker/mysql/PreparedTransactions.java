package io.caretaker.mysql;

import io.caretaker.core.session.DatabaseSession;
import io.caretaker.core.session.SessionKey;
import io.caretaker.core.session.SessionKind;
import io.caretaker.core.session.SessionState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Transactions that were prepared (XA PREPARE) and then left by their session, and that hold locks
/// for which somebody waits: sessions that nobody is connected to.
///
/// The servers do not tell which name belongs to which transaction; when there is just one name, it
/// is that one.
final class PreparedTransactions {
    private static final String PREFIX = "prepared:";

    private PreparedTransactions() {}

    static boolean named(String id) {
        return id.startsWith(PREFIX);
    }

    static String id(String transaction) {
        return PREFIX + transaction;
    }

    /// @param names those that XA RECOVER lists, ready for use in a statement; null where the
    ///   account may not ask
    static DatabaseSession session(
            String transaction, Instant since, @Nullable List<String> names) {
        String id = id(transaction);
        return new DatabaseSession(
                new SessionKey(id, since),
                SessionKind.PREPARED,
                SessionState.IDLE_IN_TRANSACTION,
                null,
                null,
                null,
                null,
                since,
                null,
                since,
                null,
                null,
                List.of(),
                null,
                "nobody is connected to it; whoever knows what it is for ends it by " + way(names));
    }

    private static String way(@Nullable List<String> names) {
        if (names == null || names.isEmpty()) {
            return "XA ROLLBACK or XA COMMIT with its name, which XA RECOVER lists";
        }
        return names.size() == 1
                ? "XA ROLLBACK " + names.getFirst() + " or XA COMMIT " + names.getFirst()
                : "XA ROLLBACK or XA COMMIT with its name, one of " + String.join(" and ", names);
    }
}
