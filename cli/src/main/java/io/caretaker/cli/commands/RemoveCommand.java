package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.cli.render.Texts;
import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.Origin;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    @Parameters(paramLabel = "ID", description = "its id")
    String id = "";

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
        var edits = new Edits(session, kind, dryRun);
        Inventory inventory = edits.inventory();
        edits.changeable(inventory, id);
        List<Service> services =
                kind instanceof EntryKind.Hosts ? inventory.servicesOf(new HostId(id)) : List.of();
        refuseDeclared(services);
        String what =
                kind.word()
                        + " "
                        + id
                        + (services.isEmpty()
                                ? ""
                                : " and " + Texts.count(services.size(), "service") + " on it");
        inventory.with(List.of(kind.removal(id)), edits.now());
        if (!dryRun) {
            session.confirm("Remove " + what + "?", yes);
        }
        edits.apply(List.of(kind.removal(id)), inventory, "remove", Map.of(id, what));
        report(services, what, json);
        return ExitCodes.OK;
    }

    private void refuseDeclared(List<Service> services) {
        services.stream()
                .filter(service -> service.origin() == Origin.DECLARED)
                .findFirst()
                .ifPresent(service -> {
                    throw new Problem(
                            ProblemCode.DENIED,
                            "service '" + service.id() + "' on it is declared in caretaker.yaml",
                            "take it out there first");
                });
    }

    private void report(List<Service> services, String what, boolean json) {
        if (json) {
            var document = new LinkedHashMap<String, @Nullable Object>();
            document.put("id", id);
            document.put("dry_run", dryRun);
            document.put("services", services.stream().map(each -> each.id().value()).toList());
            session.json(document);
        } else {
            session.say((dryRun ? "Would remove " : "Removed ") + what + ".");
        }
    }
}
