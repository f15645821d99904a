package io.caretaker.server.desk;

import io.caretaker.core.document.FieldProblem;
import io.caretaker.core.document.Fields;
import io.caretaker.core.document.ServiceDefaults;
import io.caretaker.core.inventory.InventoryChange;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A change of some fields of one entry, made to whatever the entry is at the moment of the change.
/// Not thread-safe.
public final class EntryEdit {
    private final EntryKind kind;
    private final String id;
    private final ServiceDefaults defaults;
    private final Expected expected;
    private final UnaryOperator<Map<String, @Nullable Object>> change;
    private Map<String, @Nullable Object> before = Map.of();

    EntryEdit(
            EntryKind kind,
            String id,
            ServiceDefaults defaults,
            Expected expected,
            UnaryOperator<Map<String, @Nullable Object>> change) {
        this.kind = kind;
        this.id = id;
        this.defaults = defaults;
        this.expected = expected;
        this.change = change;
    }

    EntryKind kind() {
        return kind;
    }

    String id() {
        return id;
    }

    ServiceDefaults defaults() {
        return defaults;
    }

    Instant now() {
        return defaults.now();
    }

    /// The document as it was found when the edit was last carried out; empty before that.
    Map<String, @Nullable Object> before() {
        return before;
    }

    InventoryChange change() {
        return kind.edit(id, this);
    }

    /// Carries the edit out; the entry itself when nothing differs.
    ///
    /// @throws Problem `DENIED` when a file declares it, `OUTDATED` when it is not as expected,
    ///   `INVALID` with all that is wrong
    <T> T apply(
            T entry,
            Function<T, Map<String, @Nullable Object>> writer,
            Function<Fields, Optional<T>> reader) {
        before = writer.apply(entry);
        expected.require(kind, id, before);
        Map<String, @Nullable Object> after = change.apply(FieldPaths.copy(before));
        if (FieldPaths.differences(before, after).isEmpty()) {
            return entry;
        }
        after.replace("updated_at", now());
        after.put("origin", "managed");
        Fields fields = Fields.strict(after);
        Optional<T> made = reader.apply(fields);
        List<FieldProblem> problems = fields.problems();
        if (!problems.isEmpty() || made.isEmpty()) {
            throw invalid(kind, id, problems);
        }
        Map<String, String> differences = FieldPaths.differences(before, writer.apply(made.get()));
        differences.remove("origin");
        if (differences.isEmpty()) {
            return entry;
        }
        refuseDeclared(kind, id, before);
        return made.get();
    }

    static void refuseDeclared(EntryKind kind, String id, Map<String, @Nullable Object> document) {
        if ("declared".equals(document.get("origin"))) {
            throw new Problem(
                    ProblemCode.DENIED,
                    kind.word() + " '" + id + "' is declared in caretaker.yaml and read-only here",
                    "change it there; the daemon takes it at its next start or on SIGHUP");
        }
    }

    static Problem invalid(EntryKind kind, String id, List<FieldProblem> problems) {
        return new Problem(
                ProblemCode.INVALID,
                kind.word()
                        + " '"
                        + id
                        + "' is not valid:"
                        + problems.stream()
                                .map(FieldProblem::line)
                                .collect(Collectors.joining("\n  ", "\n  ", "")),
                "`caretaker " + kind.word() + " show ID --format json` shows a whole one");
    }
}
