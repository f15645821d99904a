package io.caretaker.cli.commands;

import io.caretaker.cli.Session;
import java.util.LinkedHashMap;
import java.util.Map;
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
final class AddEnvironmentCommand extends AddCommand {
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

    AddEnvironmentCommand(Session session) {
        super(session, new EntryKind.Environments());
    }

    @Override
    Map<String, @Nullable Object> options() {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("env_name", name);
        document.put("description", description);
        document.put("color", color);
        document.put("alert_severity", severity);
        document.put("approval_required", approval);
        return document;
    }
}
