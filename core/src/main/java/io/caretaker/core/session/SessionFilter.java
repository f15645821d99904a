package io.caretaker.core.session;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Which sessions are shown: those that are any of what is wanted, and fit every other condition.
/// Pure.
///
/// @param wanted what a session may be; empty lets it be anything
/// @param longAfter the age at which a running query is long, for [Trait#LONG]
/// @param user pattern with `*` and `?`; null lets it be anybody's, like the two that follow
/// @param older the least age of its state or query; zero lets it be any
/// @param all also the server's own processes and caretaker's own sessions
public record SessionFilter(
        Set<Trait> wanted,
        Duration longAfter,
        @Nullable String user,
        @Nullable String application,
        @Nullable String database,
        Duration older,
        boolean all) {

    /// What a session may be.
    public enum Trait {
        ACTIVE,
        IDLE,
        IDLE_IN_TRANSACTION,
        /// Its query has run longer than the limit.
        LONG,
        /// Others wait for it.
        BLOCKING,
        /// It waits for others.
        BLOCKED
    }

    public SessionFilter {
        wanted = wanted.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(wanted));
    }

    /// Everybody's sessions, or with `all` all there are.
    public static SessionFilter everybody(boolean all) {
        return new SessionFilter(Set.of(), Duration.ZERO, null, null, null, Duration.ZERO, all);
    }

    /// The sessions that fit, in the snapshot's order.
    public List<DatabaseSession> of(SessionSnapshot snapshot) {
        Set<String> blockers = blockers(snapshot);
        Instant now = snapshot.at();
        return snapshot.sessions().stream()
                .filter(session -> all || somebodys(session))
                .filter(session ->
                        wanted.isEmpty()
                                || wanted.stream()
                                        .anyMatch(each -> is(session, each, blockers, now)))
                .filter(session -> fits(user, session.user()))
                .filter(session -> fits(application, session.application()))
                .filter(session -> fits(database, session.database()))
                .filter(session -> session.age(now).compareTo(older) >= 0)
                .toList();
    }

    /// The ids of all sessions that others wait for.
    public static Set<String> blockers(SessionSnapshot snapshot) {
        return snapshot.sessions().stream()
                .flatMap(session -> session.blockedBy().stream())
                .collect(Collectors.toSet());
    }

    /// A prepared transaction is somebody's as well, although nobody is connected.
    private static boolean somebodys(DatabaseSession session) {
        return session.user() != null
                && session.kind() != SessionKind.OWN
                && session.kind() != SessionKind.SYSTEM;
    }

    private boolean is(DatabaseSession session, Trait trait, Set<String> blockers, Instant now) {
        return switch (trait) {
            case ACTIVE -> session.state() == SessionState.ACTIVE;
            case IDLE -> session.state() == SessionState.IDLE;
            case IDLE_IN_TRANSACTION -> session.state().idleInTransaction();
            case LONG ->
                    session.state() == SessionState.ACTIVE
                            && session.age(now).compareTo(longAfter) >= 0;
            case BLOCKING -> blockers.contains(session.id());
            case BLOCKED -> session.blocked();
        };
    }

    private static boolean fits(@Nullable String pattern, @Nullable String name) {
        return pattern == null || (name != null && Protection.matches(pattern, name));
    }
}
