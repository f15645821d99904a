package io.caretaker.testkit.session;

import io.caretaker.core.session.DatabaseSession;
import io.caretaker.core.session.SessionKey;
import io.caretaker.core.session.SessionKind;
import io.caretaker.core.session.SessionState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A session in the making, an idle client at first: `SampleSession.client("101", now).user("app")
/// .active(Duration.ofMinutes(7)).build()`. Not thread-safe.
public final class SampleSession {
    private static final Duration CONNECTED = Duration.ofHours(1);

    private final String id;
    private final Instant now;
    private Instant startedAt;
    private SessionKind kind = SessionKind.CLIENT;
    private SessionState state = SessionState.IDLE;
    private @Nullable String user = "app";
    private @Nullable String database = "shop";
    private @Nullable String application = "web";
    private @Nullable Instant transactionSince;
    private @Nullable Instant querySince;
    private @Nullable Instant stateSince;
    private @Nullable String waitsFor;
    private @Nullable Instant lockWaitSince;
    private List<String> blockedBy = List.of();
    private @Nullable String query = "select * from orders where id = ?";
    private @Nullable String endable;

    private SampleSession(String id, Instant now) {
        this.id = id;
        this.now = now;
        this.startedAt = now.minus(CONNECTED);
        this.querySince = now;
        this.stateSince = now;
    }

    /// A client that is connected for an hour and idle since now.
    public static SampleSession client(String id, Instant now) {
        return new SampleSession(id, now);
    }

    public SampleSession startedAt(Instant newStart) {
        startedAt = newStart;
        return this;
    }

    /// Of a kind; processes of the server itself have no user.
    public SampleSession kind(SessionKind newKind) {
        kind = newKind;
        if (newKind == SessionKind.SYSTEM) {
            user = null;
        }
        return this;
    }

    public SampleSession user(@Nullable String newUser) {
        user = newUser;
        return this;
    }

    public SampleSession database(@Nullable String newDatabase) {
        database = newDatabase;
        return this;
    }

    public SampleSession application(@Nullable String newApplication) {
        application = newApplication;
        return this;
    }

    public SampleSession query(@Nullable String newQuery) {
        query = newQuery;
        return this;
    }

    /// Idle for so long.
    public SampleSession idle(Duration age) {
        return state(SessionState.IDLE, age).transaction(null);
    }

    /// In a transaction in which nothing has run for so long.
    public SampleSession idleInTransaction(Duration age) {
        return state(SessionState.IDLE_IN_TRANSACTION, age).transaction(age);
    }

    /// With a query that runs for so long, alone.
    public SampleSession active(Duration age) {
        return state(SessionState.ACTIVE, age).transaction(age);
    }

    /// Waiting for locks of these sessions for so long.
    public SampleSession blockedBy(Duration wait, String... blockers) {
        active(wait);
        waitsFor = "Lock: transactionid";
        lockWaitSince = now.minus(wait);
        blockedBy = List.of(blockers);
        return this;
    }

    /// Caretaker's account may not end it, and why.
    public SampleSession notEndable(String why) {
        endable = why;
        return this;
    }

    private SampleSession state(SessionState newState, Duration age) {
        state = newState;
        querySince = now.minus(age);
        stateSince = now.minus(age);
        return this;
    }

    private SampleSession transaction(@Nullable Duration age) {
        transactionSince = age == null ? null : now.minus(age);
        return this;
    }

    public DatabaseSession build() {
        return new DatabaseSession(
                new SessionKey(id, startedAt),
                kind,
                state,
                user,
                database,
                application,
                "127.0.0.1",
                transactionSince,
                querySince,
                stateSince,
                waitsFor,
                lockWaitSince,
                blockedBy,
                query,
                endable);
    }
}
