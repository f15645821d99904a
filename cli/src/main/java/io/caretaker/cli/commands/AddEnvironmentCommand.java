package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Adds environments.
@Command(
        name = "add",
        header = "Add an environment, or those of a file.",
        footer = {
            "",
            "Example:",
            "  caretaker environment add production --severity critical --approval-required"
        })
final class AddEnvironmentCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "env_name")
    @Nullable String name;

    @Option(names = "--description", description = "for people")
    @Nullable String description;

    @Option(names = "--color", description = "for dashboards")
    @Nullable String color;

    @Option(names = "--severity", description = "low, medium, high or critical")
    @Nullable String severity;

    @Option(names = "--approval-required", description = "a person must approve each recovery")
    @Nullable Boolean approval;

    @Option(
            names = "--from",
            paramLabel = "FILE",
            description = "documents in JSON or YAML; - reads standard input")
    @Nullable String from;

    @Option(names = "--dry-run", description = "only try it")
    boolean dryRun;

    AddEnvironmentCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        AddedEntries.add(
                session,
                new EntryKind.Environments(),
                AddedEntries.documents(session, from, options()),
                dryRun);
        return ExitCodes.OK;
    }

    private Map<String, @Nullable Object> options() {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("env_name", name);
        document.put("description", description);
        document.put("color", color);
        document.put("alert_severity", severity);
        document.put("approval_required", approval);
        return document;
    }
}
