package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.InventoryChange;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Changes named fields of one entry.
@Command(
        name = "set",
        description =
                "An empty value (FIELD=) takes an optional field out; lists are cut at commas.")
final class SetCommand implements Callable<Integer> {
    private static final Set<String> FIXED = Set.of("created_at", "updated_at", "origin");
    private static final List<String> TELLING = List.of("password", "secret", "token", "header");

    private final Session session;
    private final EntryKind kind;

    @Parameters(index = "0", paramLabel = "ID", description = "its id")
    String id = "";

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "FIELD=VALUE",
            description = "a field by its path, and its new value")
    List<String> settings = List.of();

    @Option(names = "--dry-run", description = "only show the change")
    boolean dryRun;

    SetCommand(Session session, EntryKind kind) {
        this.session = session;
        this.kind = kind;
    }

    static String example(EntryKind kind) {
        return switch (kind) {
            case EntryKind.Hosts _ -> "status=maintenance";
            case EntryKind.Services _ -> "monitoring.interval_sec=30 recovery.recover_on_down=true";
            case EntryKind.Environments _ -> "approval_required=true";
        };
    }

    @Override
    public Integer call() {
        boolean json = session.json();
        var edits = new Edits(session, kind, dryRun);
        Inventory inventory = edits.inventory();
        Map<String, @Nullable Object> before = edits.changeable(inventory, id);
        Map<String, @Nullable Object> after = Paths.copy(before);
        settings.forEach(setting -> set(after, setting));
        after.put("updated_at", edits.now());
        after.put("origin", "managed");
        InventoryChange change = edits.change(after, inventory, false);
        Map<String, @Nullable Object> result = result(inventory, change, edits);
        Map<String, String> differences = Paths.differences(before, result);
        if (!differences.isEmpty()) {
            edits.apply(List.of(change), inventory, "set", Map.of(id, said(differences)));
        }
        report(differences, json);
        return ExitCodes.OK;
    }

    /// What the entry will be, defaults filled in and copies of the host's fields made.
    private Map<String, @Nullable Object> result(
            Inventory inventory, InventoryChange change, Edits edits) {
        return Edits.existing(inventory.with(List.of(change), edits.now()), kind, id);
    }

    private void set(Map<String, @Nullable Object> document, String setting) {
        int equals = setting.indexOf('=');
        if (equals < 1) {
            throw new Problem(
                    ProblemCode.INVALID,
                    "'" + setting + "' is not FIELD=VALUE",
                    "for example " + example(kind));
        }
        String path = setting.substring(0, equals);
        refuseFixed(path);
        if (path.equals("monitoring.method")) {
            // What the former method asked for means nothing to the new one.
            document.remove("check");
        }
        String value = setting.substring(equals + 1);
        Paths.set(document, path, value.isEmpty() ? null : PlainDocuments.value(value));
    }

    private void refuseFixed(String path) {
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

    private static String said(Map<String, String> differences) {
        return differences.entrySet().stream()
                .map(entry ->
                        entry.getKey()
                                + ": "
                                + (telling(entry.getKey()) ? "changed" : entry.getValue()))
                .collect(Collectors.joining("; "));
    }

    private static boolean telling(String path) {
        String small = path.toLowerCase(Locale.ROOT);
        return TELLING.stream().anyMatch(small::contains);
    }

    private void report(Map<String, String> differences, boolean json) {
        if (json) {
            var document = new LinkedHashMap<String, @Nullable Object>();
            document.put("id", id);
            document.put("dry_run", dryRun);
            document.put("changes", differences);
            session.json(document);
        } else if (differences.isEmpty()) {
            session.say("Nothing changes: it is so already.");
        } else {
            session.say((dryRun ? "Would change " : "Changed ") + kind.word() + " " + id + ":");
            differences.forEach((path, change) -> session.say("  " + path + ": " + change));
        }
    }
}
