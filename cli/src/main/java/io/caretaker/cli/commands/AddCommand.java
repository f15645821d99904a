package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.server.desk.EntryKind;
import io.caretaker.server.desk.FieldPaths;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Adds entries: one from options, or those of a file.
@Command(
        name = "add",
        description = {
            "The common fields are options; --set takes any other one of the document, such as",
            "--set description=Orders. --from takes whole documents instead."
        })
final class AddCommand implements Callable<Integer> {
    private final Session session;
    private final EntryKind kind;
    private final EntryOptions options;

    @Parameters(paramLabel = "ID", arity = "0..1", description = "its id")
    @Nullable String id;

    @Option(names = "--set", paramLabel = "FIELD=VALUE", description = "any other field")
    @Nullable Map<String, String> others;

    @Option(
            names = "--from",
            paramLabel = "FILE",
            description = "documents in JSON or YAML; - reads standard input")
    @Nullable String from;

    @Option(names = "--dry-run", description = "only try it")
    boolean dryRun;

    AddCommand(Session session, EntryKind kind, EntryOptions options) {
        this.session = session;
        this.kind = kind;
        this.options = options;
    }

    @Override
    public Integer call() {
        AddedEntries.add(session, kind, AddedEntries.documents(session, from, document()), dryRun);
        return ExitCodes.OK;
    }

    private Map<String, @Nullable Object> document() {
        var document = new LinkedHashMap<String, @Nullable Object>();
        if (id != null) {
            document.put(kind.idField(), id);
        }
        options.fields()
                .forEach((path, value) -> {
                    if (value != null && !value.equals(WindowText.NONE)) {
                        FieldPaths.set(document, path, value);
                    }
                });
        if (others != null) {
            others.forEach(
                    (path, text) -> FieldPaths.set(document, path, PlainDocuments.value(text)));
        }
        return document;
    }
}
