package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.cli.imports.DocumentFile;
import io.caretaker.server.desk.Applied;
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
        Applied applied =
                Desks.inventory(session).apply(document, file, Desks.asker(session, dryRun));
        report(applied, json);
        return ExitCodes.OK;
    }

    private Map<String, @Nullable Object> document() {
        return file.equals("-")
                ? DocumentFile.parse(
                        session.terminal().in().lines().collect(Collectors.joining("\n")),
                        "standard input")
                : DocumentFile.read(session.surroundings().workingDirectory().resolve(file));
    }

    private void report(Applied applied, boolean json) {
        if (json) {
            session.json(document(applied));
            return;
        }
        applied.added()
                .forEach((kind, ids) -> {
                    ids.stream()
                            .limit(MOST_SHOWN)
                            .forEach(id -> session.say("+ " + kind.word() + " " + id));
                    if (ids.size() > MOST_SHOWN) {
                        session.say("+ … and " + (ids.size() - MOST_SHOWN) + " more");
                    }
                });
        applied.changes()
                .values()
                .forEach(changes -> new SetOutcome(changes).lines().forEach(session::say));
        session.say((dryRun ? "Would have " : "Has ") + applied.summary() + ".");
    }

    private Map<String, @Nullable Object> document(Applied applied) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        var added = new LinkedHashMap<String, List<String>>();
        var changed = new LinkedHashMap<String, Map<String, Map<String, String>>>();
        applied.added().forEach((kind, ids) -> added.put(kind.word() + "s", ids));
        applied.changes()
                .forEach((kind, changes) -> changed.put(kind.word() + "s", changes.changed()));
        document.put("dry_run", dryRun);
        document.put("added", added);
        document.put("changed", changed);
        document.put("unchanged", applied.unchanged());
        return document;
    }
}
