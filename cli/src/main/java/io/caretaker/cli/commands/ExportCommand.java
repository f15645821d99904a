package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.GlobalOptions.Format;
import io.caretaker.cli.Session;
import io.caretaker.cli.render.YamlText;
import io.caretaker.core.document.JsonText;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Writes the inventory down in the form that `apply` takes.
@Command(
        name = "export",
        header = "Write hosts, services and environments as YAML or JSON.",
        description = {
            "`caretaker apply -f` takes it back, and it may stand in caretaker.yaml. With a filter: the",
            "services that fit, the hosts that fit or that those services stand on, and the",
            "environments of these hosts. Secrets are never part of it, only where they are kept."
        },
        footer = {
            "",
            "Examples:",
            "  caretaker inventory export --output inventory.yaml",
            "  caretaker inventory export --format json --environment production"
        })
final class ExportCommand implements Callable<Integer> {
    private final Session session;

    @Mixin FilterOptions filter = new FilterOptions();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "write to this file instead of standard output")
    @Nullable Path output;

    ExportCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Format format = session.anyFormat();
        if (format == Format.NAGIOS) {
            throw new Problem(
                    ProblemCode.INVALID, "--format must be yaml or json, but is nagios", "");
        }
        Instant now = Instant.now();
        Inventory inventory = Reports.inventory(session);
        var states = Reports.states(session, inventory, now);
        Map<String, @Nullable Object> document =
                new ExportedInventory(inventory, states, filter.filter(), now).document();
        String text = format == Format.JSON ? JsonText.of(document) + "\n" : YamlText.of(document);
        if (output == null) {
            session.print(text);
        } else {
            write(session.surroundings().workingDirectory().resolve(output), text);
        }
        return ExitCodes.OK;
    }

    private void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new Problem(
                    ProblemCode.INVALID,
                    "--output " + file + " cannot be written: " + e.getMessage(),
                    "",
                    e);
        }
        session.say("Wrote " + file + ".");
    }
}
