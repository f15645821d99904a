package io.caretaker.server.desk;

import io.caretaker.core.document.NearestWord;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.util.Collection;

/// What is said of an id that does not exist.
public final class UnknownEntry {
    private UnknownEntry() {}

    /// Names the nearest of the known ids where one is near.
    public static Problem of(String kind, String id, Collection<String> known) {
        return new Problem(
                ProblemCode.NOT_FOUND,
                kind + " '" + id + "' does not exist",
                NearestWord.to(id, known)
                        .map(near -> "did you mean '" + near + "'?")
                        .orElse("`caretaker " + kind + " list` shows what there is"));
    }
}
