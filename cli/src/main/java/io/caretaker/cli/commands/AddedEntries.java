package io.caretaker.cli.commands;

import io.caretaker.cli.Session;
import io.caretaker.cli.render.Texts;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.server.desk.EntryKind;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Adds entries given as documents: all of them or none.
final class AddedEntries {
    private AddedEntries() {}

    static void add(
            Session session,
            EntryKind kind,
            List<Map<String, @Nullable Object>> documents,
            boolean dryRun) {
        boolean json = session.json();
        List<String> added =
                Desks.inventory(session).add(kind, documents, Desks.asker(session, dryRun));
        if (json) {
            session.json(Map.of("dry_run", dryRun, "added", added));
        } else {
            session.say(
                    (dryRun ? "Would add " : "Added ")
                            + Texts.count(added.size(), kind.word())
                            + ": "
                            + String.join(", ", added)
                            + ".");
        }
    }

    /// A document from the options that were given, or those of `--from`.
    static List<Map<String, @Nullable Object>> documents(
            Session session, @Nullable String from, Map<String, @Nullable Object> options) {
        if (from == null) {
            return List.of(options);
        }
        boolean mixed = !options.isEmpty();
        if (mixed) {
            throw new Problem(ProblemCode.INVALID, "--from stands alone, without other fields", "");
        }
        return PlainDocuments.read(from, session.terminal().in());
    }
}
