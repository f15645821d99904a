package io.caretaker.mysql;

import io.caretaker.core.session.SessionKind;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What was seen of a server's sessions at the last look: servers tell how long a state lasts, not
/// since when, so the same state would seem to begin a little earlier or later at each look. Not
/// thread-safe.
final class SessionMemory {
    /// A clock that was set; less is the time it takes to read two clocks.
    private static final long STEP_MICROS = 500_000;

    /// How much older than a rounding error a state must have been when it was seen.
    private static final long ROUNDING_SECONDS = 3;

    /// How exactly the beginning of what runs is known from how long it has lasted.
    static final Duration SAME_BEGINNING = Duration.ofSeconds(1);

    private Instant start = Instant.EPOCH;
    private Map<Long, State> states = new HashMap<>();
    private final Set<Long> backups = new HashSet<>();
    private @Nullable Long anchorMicros;

    /// @param at when it was seen
    record State(StateMark mark, Instant since, Instant at) {
        boolean old() {
            return since.plusSeconds(ROUNDING_SECONDS).isBefore(at);
        }

        /// MariaDB numbers each statement of a procedure anew, while the one that called it goes
        /// on.
        boolean lasts(StateMark now, Instant computed) {
            return old()
                    && mark.running()
                    && now.running()
                    && Duration.between(since, computed).abs().compareTo(SAME_BEGINNING) <= 0;
        }
    }

    /// Forgets everything when the server is not the same any more.
    void server(Instant started) {
        if (!start.equals(started)) {
            start = started;
            states = new HashMap<>();
            backups.clear();
            anchorMicros = null;
        }
    }

    /// What to add to the server's timer to have microseconds since 1970.
    long anchor(long nowMicros, long timerMicros) {
        long fresh = nowMicros - timerMicros;
        Long old = anchorMicros;
        if (old == null || Math.abs(fresh - old) > STEP_MICROS) {
            anchorMicros = fresh;
            return fresh;
        }
        return old;
    }

    /// Since when a session is in its state, from how it looks now.
    Instant since(long id, StateMark mark, Instant computed) {
        @Nullable State known = states.get(id);
        return known != null && (known.mark.same(mark) || known.lasts(mark, computed))
                ? known.since
                : computed;
    }

    /// When a session began what it runs, if that is long enough ago to tell it from whatever it
    /// runs next; null if not, or if it was seen in another state.
    @Nullable Instant begun(long id, Instant since) {
        @Nullable State state = states.get(id);
        return state != null && state.mark.running() && state.since.equals(since) && state.old()
                ? since
                : null;
    }

    /// Takes the place of what was seen before.
    void seen(List<SessionRow> rows, Instant at) {
        var fresh = new HashMap<Long, State>();
        for (SessionRow row : rows) {
            fresh.put(row.id(), new State(row.mark(), row.since(), at));
        }
        states = fresh;
        backups.retainAll(fresh.keySet());
    }

    /// Who takes a backup goes on taking it until he leaves, whatever he does between two
    /// statements.
    SessionKind kind(long id, SessionKind kind) {
        if (kind == SessionKind.BACKUP) {
            backups.add(id);
        }
        return kind == SessionKind.CLIENT && backups.contains(id) ? SessionKind.BACKUP : kind;
    }

    /// The mark of the state that began then; null when another one was seen, or none, or too soon
    /// after its beginning to tell it from the next one.
    @Nullable StateMark mark(long id, Instant since) {
        @Nullable State state = states.get(id);
        if (state == null || !state.since.equals(since)) {
            return null;
        }
        return state.mark.exact() || state.old() ? state.mark : null;
    }
}
