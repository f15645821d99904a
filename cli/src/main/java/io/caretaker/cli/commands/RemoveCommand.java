package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.cli.render.Texts;
import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.InventoryChange;
import io.caretaker.core.inventory.Origin;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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
        var edits = new Edits(session, kind, dryRun);
        Inventory inventory = edits.inventory();
        List<String> wanted = ids.stream().distinct().toList();
        wanted.forEach(id -> edits.changeable(inventory, id));
        List<Service> services =
                kind instanceof EntryKind.Hosts
                        ? wanted.stream()
                                .flatMap(id -> inventory.servicesOf(new HostId(id)).stream())
                                .toList()
                        : List.of();
        refuseDeclared(services);
        String what = what(wanted, services);
        List<InventoryChange> changes = wanted.stream().map(kind::removal).toList();
        inventory.with(changes, edits.now());
        if (!dryRun) {
            session.confirm("Remove " + what + "?", yes);
        }
        edits.apply(changes, inventory);
        edits.record("remove", wanted.stream().collect(Collectors.toMap(id -> id, _ -> what)));
        report(wanted, services, what, json);
        return ExitCodes.OK;
    }

    private String what(List<String> wanted, List<Service> services) {
        String entries =
                wanted.size() == 1
                        ? kind.word() + " " + wanted.getFirst()
                        : Texts.count(wanted.size(), kind.word())
                                + " ("
                                + String.join(", ", wanted)
                                + ")";
        return entries
                + (services.isEmpty()
                        ? ""
                        : " and "
                                + Texts.count(services.size(), "service")
                                + (wanted.size() == 1 ? " on it" : " on them"));
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

    private void report(List<String> wanted, List<Service> services, String what, boolean json) {
        if (json) {
            var document = new LinkedHashMap<String, @Nullable Object>();
            document.put("id", wanted.size() == 1 ? wanted.getFirst() : null);
            document.put("ids", wanted);
            document.put("dry_run", dryRun);
            document.put("services", services.stream().map(each -> each.id().value()).toList());
            session.json(document);
        } else {
            session.say((dryRun ? "Would remove " : "Removed ") + what + ".");
        }
    }
}
