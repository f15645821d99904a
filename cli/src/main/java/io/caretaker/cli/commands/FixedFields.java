package io.caretaker.cli.commands;

import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.util.Set;

/// The fields that people do not change.
final class FixedFields {
    private static final Set<String> FIXED =
            Set.of("created_at", "updated_at", "last_seen", "origin");

    private FixedFields() {}

    static void refuse(EntryKind kind, String path) {
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
