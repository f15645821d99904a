package io.caretaker.core.session;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Sessions for tests of the rules about them.
record SomeSession(
        String id,
        SessionKind kind,
        SessionState state,
        @Nullable String user,
        @Nullable String application,
        Duration age,
        List<String> blockedBy,
        @Nullable String endable) {
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    static SomeSession of(String id, SessionState state, int seconds) {
        return new SomeSession(
                id,
                SessionKind.CLIENT,
                state,
                "app",
                "web",
                Duration.ofSeconds(seconds),
                List.of(),
                null);
    }

    SomeSession kind(SessionKind newKind) {
        String owner = newKind == SessionKind.SYSTEM ? null : user;
        return new SomeSession(id, newKind, state, owner, application, age, blockedBy, endable);
    }

    SomeSession user(String newUser) {
        return new SomeSession(id, kind, state, newUser, application, age, blockedBy, endable);
    }

    SomeSession application(@Nullable String newApplication) {
        return new SomeSession(id, kind, state, user, newApplication, age, blockedBy, endable);
    }

    SomeSession behind(String... blockers) {
        return new SomeSession(id, kind, state, user, application, age, List.of(blockers), endable);
    }

    SomeSession notEndable(String why) {
        return new SomeSession(id, kind, state, user, application, age, blockedBy, why);
    }

    DatabaseSession session() {
        Instant since = NOW.minus(age);
        return new DatabaseSession(
                new SessionKey(id, NOW.minusSeconds(86_400)),
                kind,
                state,
                user,
                "shop",
                application,
                "local",
                state.idleInTransaction() ? since : null,
                since,
                since,
                blockedBy.isEmpty() ? null : "Lock: transactionid",
                blockedBy.isEmpty() ? null : since,
                blockedBy,
                "select ?",
                endable);
    }

    static SessionSnapshot snapshot(SomeSession... sessions) {
        return new SessionSnapshot(
                NOW,
                "15.5",
                "1",
                100,
                List.of(sessions).stream().map(SomeSession::session).toList(),
                List.of());
    }
}
