package io.caretaker.server.desk;

import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a caller takes an entry to be. It is asked at the moment of the change, of what the entry
/// is then, so that nobody overwrites what they have not seen. May be asked several times.
@FunctionalInterface
public interface Expected {
    /// Whether the entry is as expected.
    ///
    /// @param document the entry; null when there is none of that id
    boolean holds(@Nullable Map<String, @Nullable Object> document);

    /// Whatever it is.
    static Expected anything() {
        return (@Nullable Map<String, @Nullable Object> _) -> true;
    }

    /// That there is no such entry yet.
    static Expected absent() {
        return (@Nullable Map<String, @Nullable Object> document) -> document == null;
    }

    /// That there is such an entry.
    static Expected present() {
        return (@Nullable Map<String, @Nullable Object> document) -> document != null;
    }

    /// That the entry has one of these tags.
    static Expected tagged(Collection<String> tags) {
        Set<String> known = Set.copyOf(tags);
        return (@Nullable Map<String, @Nullable Object> document) ->
                document != null && known.contains(EntryTag.of(document));
    }

    /// Refuses what is not as expected.
    ///
    /// @throws Problem `OUTDATED`
    default void require(
            EntryKind kind, String id, @Nullable Map<String, @Nullable Object> document) {
        if (!holds(document)) {
            throw new Problem(
                    ProblemCode.OUTDATED,
                    kind.word() + " '" + id + "' is not what it was expected to be",
                    "somebody may have changed it meanwhile: read it again, then repeat the change");
        }
    }
}
