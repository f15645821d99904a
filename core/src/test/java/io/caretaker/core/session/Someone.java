package io.caretaker.core.session;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Sessions for the tests of this package, as seen at [#NOW].
record Someone(
        String id,
        SessionKind kind,
        SessionState state,
        long age,
        @Nullable String user,
        String application,
        String database,
        long lockWait,
        List<String> blockedBy,
        @Nullable String endable) {
    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    static Someone idle(String id, long age) {
        return new Someone(
                id,
                SessionKind.CLIENT,
                SessionState.IDLE,
                age,
                "app",
                "web",
                "shop",
                0,
                List.of(),
                null);
    }

    static Someone inTransaction(String id, long age) {
        return idle(id, age).state(SessionState.IDLE_IN_TRANSACTION);
    }

    static Someone active(String id, long age) {
        return idle(id, age).state(SessionState.ACTIVE);
    }

    static Someone waiting(String id, long wait, String... blockers) {
        return new Someone(
                id,
                SessionKind.CLIENT,
                SessionState.ACTIVE,
                wait,
                "app",
                "web",
                "shop",
                wait,
                List.of(blockers),
                null);
    }

    Someone state(SessionState other) {
        return new Someone(
                id, kind, other, age, user, application, database, lockWait, blockedBy, endable);
    }

    Someone kind(SessionKind other) {
        return new Someone(
                id, other, state, age, user, application, database, lockWait, blockedBy, endable);
    }

    Someone user(@Nullable String other) {
        return new Someone(
                id, kind, state, age, other, application, database, lockWait, blockedBy, endable);
    }

    Someone application(String other) {
        return new Someone(
                id, kind, state, age, user, other, database, lockWait, blockedBy, endable);
    }

    Someone database(String other) {
        return new Someone(
                id, kind, state, age, user, application, other, lockWait, blockedBy, endable);
    }

    Someone notEndable(String why) {
        return new Someone(
                id, kind, state, age, user, application, database, lockWait, blockedBy, why);
    }

    DatabaseSession build() {
        Instant since = NOW.minusSeconds(age);
        return new DatabaseSession(
                new SessionKey(id, NOW.minus(Duration.ofDays(1))),
                kind,
                state,
                user,
                database,
                application,
                "local",
                state == SessionState.IDLE ? null : since,
                since,
                since,
                blockedBy.isEmpty() ? null : "Lock: relation",
                blockedBy.isEmpty() ? null : NOW.minusSeconds(lockWait),
                blockedBy,
                "select ?",
                endable);
    }

    static SessionSnapshot snapshot(List<Someone> all) {
        return new SessionSnapshot(
                NOW, "15", "f", 100, all.stream().map(Someone::build).toList(), List.of());
    }
}
