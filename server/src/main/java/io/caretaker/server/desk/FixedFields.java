package io.caretaker.server.desk;

import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The fields that people do not change.
public final class FixedFields {
    private static final Set<String> FIXED =
            Set.of("created_at", "updated_at", "last_seen", "origin");

    private FixedFields() {}

    /// Refuses a patch that touches one of them; it may name the id that the entry has.
    static void refuse(EntryKind kind, String id, Map<String, @Nullable Object> patch) {
        patch.forEach((key, value) -> {
            if (!(key.equals(kind.idField()) && id.equals(value))) {
                refuse(kind, key);
            }
        });
    }

    /// Refuses one of them.
    ///
    /// @throws Problem `INVALID`
    public static void refuse(EntryKind kind, String path) {
        if (path.equals(kind.idField()) || FIXED.contains(path)) {
            throw new Problem(ProblemCode.INVALID, path + " cannot be changed", "");
        }
        boolean copied =
                kind instanceof EntryKind.Services
                        && (path.equals("environment") || path.equals("region"));
        if (copied) {
            throw new Problem(
                    ProblemCode.INVALID,
                    path + " of a service is its host's",
                    "`caretaker host set HOST " + path + "=…` changes it for all of its services");
        }
    }
}
