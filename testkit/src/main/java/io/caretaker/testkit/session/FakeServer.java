package io.caretaker.testkit.session;

import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.session.DatabaseSession;
import io.caretaker.core.session.EndMethod;
import io.caretaker.core.session.EndReply;
import io.caretaker.core.session.SessionKey;
import io.caretaker.core.session.SessionKind;
import io.caretaker.core.session.SessionSnapshot;
import io.caretaker.core.session.SessionState;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A server in memory whose sessions react to being cancelled and terminated as PostgreSQL's do:
/// what holds locks lets them go when its query is cancelled or it is terminated. Thread-safe.
public final class FakeServer {
    private final InstantSource clock;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final List<Request> requests = new ArrayList<>();
    private @Nullable DatabaseReply absence;
    private Runnable beforeEnd = () -> {};
    private List<String> notes = List.of();
    private int maxConnections = 100;
    private @Nullable String fingerprint = "fake-server";

    FakeServer(InstantSource clock) {
        this.clock = clock;
    }

    /// How a session misbehaves.
    public enum Trait {
        /// Goes on with its query.
        IGNORES_CANCEL,
        /// Stays connected, whatever is done.
        IGNORES_TERMINATE
    }

    /// Somebody asked for a session's end.
    public record Request(SessionKey session, EndMethod method) {}

    private record Entry(DatabaseSession session, Set<Trait> traits) {}

    /// Connects a session; one with the same id takes its number, as a new process does.
    public synchronized FakeServer add(DatabaseSession session, Trait... traits) {
        var all = EnumSet.noneOf(Trait.class);
        all.addAll(List.of(traits));
        entries.put(session.id(), new Entry(session, all));
        return this;
    }

    /// A session ends by itself.
    public synchronized FakeServer vanish(String id) {
        entries.remove(id);
        free(id);
        return this;
    }

    /// A session does something else from now on, or somebody else has its number.
    public synchronized FakeServer change(String id, UnaryOperator<DatabaseSession> change) {
        Entry entry = entries.get(id);
        if (entry == null) {
            throw new IllegalArgumentException("no session " + id);
        }
        entries.put(id, new Entry(change.apply(entry.session), entry.traits));
        return this;
    }

    /// From now on nobody gets in: [DatabaseReply.Refused] or [DatabaseReply.Unknown]; null lets
    /// everybody in again.
    public synchronized FakeServer absent(@Nullable DatabaseReply reply) {
        absence = reply;
        return this;
    }

    /// Runs once before the next session is looked for to be ended, as what happens between a look
    /// and an act.
    public synchronized FakeServer beforeNextEnd(Runnable event) {
        beforeEnd = event;
        return this;
    }

    public synchronized FakeServer notes(String... newNotes) {
        notes = List.of(newNotes);
        return this;
    }

    public synchronized FakeServer maxConnections(int newMost) {
        maxConnections = newMost;
        return this;
    }

    public synchronized FakeServer fingerprint(@Nullable String newFingerprint) {
        fingerprint = newFingerprint;
        return this;
    }

    /// Every request to end a session so far, in order, whatever came of it.
    public synchronized List<Request> requests() {
        return List.copyOf(requests);
    }

    /// The ids of the sessions that are connected.
    public synchronized List<String> ids() {
        return List.copyOf(entries.keySet());
    }

    public synchronized SessionSnapshot snapshot() {
        return new SessionSnapshot(
                clock.instant(),
                "15.0 (fake)",
                fingerprint,
                maxConnections,
                entries.values().stream().map(Entry::session).toList(),
                notes);
    }

    synchronized @Nullable DatabaseReply absence() {
        return absence;
    }

    synchronized EndReply end(SessionKey key, @Nullable Instant unchangedSince, EndMethod method) {
        requests.add(new Request(key, method));
        Runnable event = beforeEnd;
        beforeEnd = () -> {};
        event.run();
        Entry entry = entries.get(key.id());
        if (entry == null || !isStill(entry.session, key, unchangedSince)) {
            return new EndReply.Gone();
        }
        @Nullable String endable = entry.session.endable();
        if (endable != null) {
            return new EndReply.Denied("the account may not end session " + key.id(), endable);
        }
        return switch (method) {
            case CANCEL -> cancel(entry);
            case TERMINATE -> terminate(entry);
        };
    }

    private static boolean isStill(
            DatabaseSession session, SessionKey key, @Nullable Instant unchangedSince) {
        return session.key().equals(key)
                && (unchangedSince == null || unchangedSince.equals(session.stateSince()));
    }

    private EndReply cancel(Entry entry) {
        DatabaseSession session = entry.session;
        boolean stops =
                session.state() == SessionState.ACTIVE
                        && session.kind() != SessionKind.OWN
                        && !entry.traits.contains(Trait.IGNORES_CANCEL);
        if (stops) {
            change(session.id(), this::stopped);
            free(session.id());
        }
        return new EndReply.Done();
    }

    private EndReply terminate(Entry entry) {
        String id = entry.session.id();
        if (entry.traits.contains(Trait.IGNORES_TERMINATE)) {
            return new EndReply.StillThere("session " + id + " was told to end and is still there");
        }
        vanish(id);
        return new EndReply.Done();
    }

    private DatabaseSession stopped(DatabaseSession session) {
        return with(session, SessionState.IDLE, clock.instant(), List.of());
    }

    /// Nobody waits any longer for this session.
    private void free(String id) {
        for (Entry entry : List.copyOf(entries.values())) {
            DatabaseSession waiter = entry.session;
            if (waiter.blockedBy().contains(id)) {
                List<String> left =
                        waiter.blockedBy().stream().filter(other -> !other.equals(id)).toList();
                change(
                        waiter.id(),
                        session -> with(session, session.state(), session.stateSince(), left));
            }
        }
    }

    private static DatabaseSession with(
            DatabaseSession session,
            SessionState state,
            @Nullable Instant stateSince,
            List<String> blockedBy) {
        boolean waits = !blockedBy.isEmpty();
        return new DatabaseSession(
                session.key(),
                session.kind(),
                state,
                session.user(),
                session.database(),
                session.application(),
                session.client(),
                state == SessionState.IDLE ? null : session.transactionSince(),
                session.querySince(),
                stateSince,
                waits ? session.waitsFor() : null,
                waits ? session.lockWaitSince() : null,
                blockedBy,
                session.query(),
                session.endable());
    }
}
