package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.cli.imports.DocumentFile;
import io.caretaker.cli.render.Texts;
import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.store.Store;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Creates and updates many entries at once.
@Command(
        name = "apply",
        header = "Create or update the hosts, services and environments of a file.",
        description = {
            "YAML or JSON with the lists hosts, services and environments, as `caretaker inventory",
            "export` writes them. Fields that an entry does not name stay as they are; null takes one",
            "out. All of it is done or nothing. Nothing is ever removed."
        },
        footer = {"", "Example:", "  caretaker apply -f inventory.yaml --dry-run"})
public final class ApplyCommand implements Callable<Integer> {
    private static final int MOST_SHOWN = 20;

    private final Session session;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            required = true,
            description = "the file, at most 100 MB; - reads standard input")
    String file = "";

    @Option(names = "--dry-run", description = "only show the difference")
    boolean dryRun;

    public ApplyCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        boolean json = session.json();
        Map<String, @Nullable Object> document = document();
        Instant now = Instant.now();
        Inventory before = Edits.inventory(session, true);
        var plan = new ApplyPlan(session, before, now);
        plan.read(document);
        Inventory after = before.with(plan.changes(), now);
        if (!dryRun && !plan.changes().isEmpty()) {
            after = session.wiring().store().inventory().apply(plan.changes(), now);
        }
        Map<EntryKind, SetOutcome> outcomes = outcomes(plan, after);
        boolean changed = outcomes.values().stream().anyMatch(each -> !each.said().isEmpty());
        boolean added = plan.added().values().stream().anyMatch(each -> !each.isEmpty());
        if (!dryRun && (changed || added)) {
            record(plan, outcomes, now);
        }
        report(plan, outcomes, json);
        return ExitCodes.OK;
    }

    private Map<String, @Nullable Object> document() {
        return file.equals("-")
                ? DocumentFile.parse(
                        session.terminal().in().lines().collect(Collectors.joining("\n")),
                        "standard input")
                : DocumentFile.read(session.surroundings().workingDirectory().resolve(file));
    }

    private static Map<EntryKind, SetOutcome> outcomes(ApplyPlan plan, Inventory after) {
        var outcomes = new LinkedHashMap<EntryKind, SetOutcome>();
        plan.added()
                .keySet()
                .forEach(kind ->
                        outcomes.put(
                                kind,
                                new SetOutcome(
                                        kind,
                                        plan.edits().stream()
                                                .filter(edit -> edit.kind().equals(kind))
                                                .toList(),
                                        after)));
        return outcomes;
    }

    private void record(ApplyPlan plan, Map<EntryKind, SetOutcome> outcomes, Instant now) {
        Store store = session.wiring().store();
        var said = new StringBuilder(summary(plan, outcomes));
        outcomes.forEach((kind, outcome) ->
                outcome.said().entrySet().stream()
                        .limit(MOST_SHOWN)
                        .forEach(each ->
                                said.append("; ")
                                        .append(kind.word())
                                        .append(' ')
                                        .append(each.getKey())
                                        .append(": ")
                                        .append(each.getValue())));
        store.audit()
                .append(
                        AuditEntry.of(
                                now,
                                session.actor(),
                                "inventory.apply",
                                file,
                                true,
                                said.toString()));
    }

    private static String summary(ApplyPlan plan, Map<EntryKind, SetOutcome> outcomes) {
        return "added "
                + plan.added().entrySet().stream()
                        .map(each -> Texts.count(each.getValue().size(), each.getKey().word()))
                        .collect(Collectors.joining(", "))
                + "; changed "
                + outcomes.entrySet().stream()
                        .map(each ->
                                Texts.count(each.getValue().said().size(), each.getKey().word()))
                        .collect(Collectors.joining(", "));
    }

    private void report(ApplyPlan plan, Map<EntryKind, SetOutcome> outcomes, boolean json) {
        if (json) {
            session.json(document(plan, outcomes));
            return;
        }
        plan.added()
                .forEach((kind, ids) -> {
                    ids.stream()
                            .limit(MOST_SHOWN)
                            .forEach(id -> session.say("+ " + kind.word() + " " + id));
                    if (ids.size() > MOST_SHOWN) {
                        session.say("+ … and " + (ids.size() - MOST_SHOWN) + " more");
                    }
                });
        outcomes.values().forEach(outcome -> outcome.lines().forEach(session::say));
        session.say((dryRun ? "Would have " : "Has ") + summary(plan, outcomes) + ".");
    }

    private Map<String, @Nullable Object> document(
            ApplyPlan plan, Map<EntryKind, SetOutcome> outcomes) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        var added = new LinkedHashMap<String, List<String>>();
        var changed = new LinkedHashMap<String, Map<String, Map<String, String>>>();
        plan.added().forEach((kind, ids) -> added.put(kind.word() + "s", ids));
        outcomes.forEach((kind, outcome) -> changed.put(kind.word() + "s", outcome.changed()));
        document.put("dry_run", dryRun);
        document.put("added", added);
        document.put("changed", changed);
        document.put(
                "unchanged",
                plan.edits().size() - changed.values().stream().mapToInt(Map::size).sum());
        return document;
    }
}
