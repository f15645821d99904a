package io.caretaker.core.session;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One session of a database server at one moment. Instants are the server's clock. Holds no row
/// data: the query is normalised, its literals are gone.
///
/// @param user null for processes of the server itself
/// @param client address of the client, `local` for a Unix socket, or null
/// @param transactionSince when its transaction began, or null outside of one
/// @param querySince when the current query began, or the last one of an idle session; or null
/// @param stateSince when it came into its state, or null when not known
/// @param waitsFor what it waits for (`Lock: transactionid`), or null
/// @param lockWaitSince since when it waits for a lock; null when it does not
/// @param blockedBy the sessions that it waits for, without itself, in the server's order
/// @param query normalised text of the current or last query; null when the account may not see it
/// @param endable null when caretaker's account may end it, else why not and which grant is missing
public record DatabaseSession(
        SessionKey key,
        SessionKind kind,
        SessionState state,
        @Nullable String user,
        @Nullable String database,
        @Nullable String application,
        @Nullable String client,
        @Nullable Instant transactionSince,
        @Nullable Instant querySince,
        @Nullable Instant stateSince,
        @Nullable String waitsFor,
        @Nullable Instant lockWaitSince,
        List<String> blockedBy,
        @Nullable String query,
        @Nullable String endable) {
    public DatabaseSession {
        blockedBy = List.copyOf(blockedBy);
    }

    public String id() {
        return key.id();
    }

    public boolean blocked() {
        return !blockedBy.isEmpty();
    }

    /// Whether it is a mere connection: nothing runs on it, it holds nothing, and the server does
    /// not tell since when. Engines whose sessions are connections tell that of each.
    public boolean bare() {
        return state == SessionState.IDLE
                && transactionSince == null
                && querySince == null
                && stateSince == null;
    }

    /// How long it has been in its state; for an active one how long its query runs.
    public Duration age(Instant now) {
        Instant since = state == SessionState.ACTIVE ? querySince : stateSince;
        return since == null ? Duration.ZERO : positive(Duration.between(since, now));
    }

    /// How long its transaction is open; zero outside of one.
    public Duration transactionAge(Instant now) {
        return transactionSince == null
                ? Duration.ZERO
                : positive(Duration.between(transactionSince, now));
    }

    /// How long it waits for a lock; zero when it does not.
    public Duration lockWait(Instant now) {
        return lockWaitSince == null
                ? Duration.ZERO
                : positive(Duration.between(lockWaitSince, now));
    }

    private static Duration positive(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }
}
