package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What the three `add` commands share: entries come from options, or from a file.
abstract class AddCommand implements Callable<Integer> {
    private final Session session;
    private final EntryKind kind;

    @Option(
            names = "--from",
            paramLabel = "FILE",
            description = "documents in JSON or YAML; - reads standard input")
    @Nullable String from;

    @Option(names = "--dry-run", description = "only try it")
    boolean dryRun;

    AddCommand(Session session, EntryKind kind) {
        this.session = session;
        this.kind = kind;
    }

    @Override
    public final Integer call() {
        AddedEntries.add(session, kind, AddedEntries.documents(session, from, options()), dryRun);
        return ExitCodes.OK;
    }

    /// The document that the given options make; null for what was not given.
    abstract Map<String, @Nullable Object> options();
}
