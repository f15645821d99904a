package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.server.desk.EntryKind;
import io.caretaker.server.desk.Expected;
import io.caretaker.server.desk.InventoryDesk;
import io.caretaker.server.desk.Removed;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Removes one entry.
@Command(name = "remove")
final class RemoveCommand implements Callable<Integer> {
    private final Session session;
    private final EntryKind kind;

    @Parameters(arity = "1..*", paramLabel = "ID", description = "its id, or several")
    List<String> ids = List.of();

    @Option(names = "--dry-run", description = "only show what would go")
    boolean dryRun;

    @Option(
            names = {"-y", "--yes"},
            description = "do not ask")
    boolean yes;

    RemoveCommand(Session session, EntryKind kind) {
        this.session = session;
        this.kind = kind;
    }

    @Override
    public Integer call() {
        boolean json = session.json();
        InventoryDesk desk = Desks.inventory(session);
        Removed removed = remove(desk, true);
        if (!dryRun) {
            session.confirm("Remove " + removed.what() + "?", yes);
            removed = remove(desk, false);
        }
        report(removed, json);
        return ExitCodes.OK;
    }

    private Removed remove(InventoryDesk desk, boolean tried) {
        return desk.remove(kind, ids, Expected.anything(), Desks.asker(session, tried));
    }

    private void report(Removed removed, boolean json) {
        if (json) {
            List<String> gone = removed.ids();
            var document = new LinkedHashMap<String, @Nullable Object>();
            document.put("id", gone.size() == 1 ? gone.getFirst() : null);
            document.put("ids", gone);
            document.put("dry_run", dryRun);
            document.put("services", removed.services());
            session.json(document);
        } else {
            session.say((dryRun ? "Would remove " : "Removed ") + removed.what() + ".");
        }
    }
}
