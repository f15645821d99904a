package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.cli.config.Configuration;
import io.caretaker.cli.config.ConfigurationProblem;
import io.caretaker.cli.config.ConfigurationReport;
import io.caretaker.cli.config.JsonSchema;
import io.caretaker.cli.config.Settings;
import io.caretaker.cli.render.Texts;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// The configuration.
@Command(name = "config", header = "Check the configuration, or print its schema.")
public final class ConfigCommand implements Runnable {
    @Spec CommandSpec spec = CommandSpec.create();

    public static CommandLine of(Session session) {
        return new CommandLine(new ConfigCommand())
                .addSubcommand("check", new Check(session))
                .addSubcommand("schema", new Schema(session));
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /// Reads everything and starts nothing.
    @Command(
            name = "check",
            header = "Read the configuration and report everything that is wrong with it.",
            description = "Exit code 0 when it is in order, 2 when it is not.",
            footer = {
                "",
                "Example:",
                "  caretaker config check --config /etc/caretaker/caretaker.yaml"
            })
    static final class Check implements Callable<Integer> {
        private final Session session;

        Check(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            boolean json = session.json();
            Configuration read = session.configuration();
            if (json) {
                session.json(ConfigurationReport.of(read));
            }
            return switch (read) {
                case Configuration.Loaded(Settings settings) -> {
                    if (!json) {
                        session.say(inOrder(settings));
                        settings.notes().forEach(note -> session.say("Note: " + note + "."));
                    }
                    yield ExitCodes.OK;
                }
                case Configuration.Rejected(List<ConfigurationProblem> problems) -> {
                    if (!json) {
                        problems.forEach(problem -> session.say(problem.toString()));
                        session.say(Texts.count(problems.size(), "error"));
                    }
                    yield ExitCodes.USAGE;
                }
            };
        }

        private static String inOrder(Settings settings) {
            var declared = settings.inventory();
            return "The configuration is in order ("
                    + settings.source()
                    + ": "
                    + Texts.count(declared.hosts().size(), "host")
                    + ", "
                    + Texts.count(declared.serviceCount(), "service")
                    + " declared).";
        }
    }

    /// The JSON Schema of the file.
    @Command(
            name = "schema",
            header = "Print the JSON Schema of caretaker.yaml.",
            footer = {"", "Example:", "  caretaker config schema > caretaker.schema.json"})
    static final class Schema implements Callable<Integer> {
        private final Session session;

        Schema(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            session.say(JsonSchema.text().stripTrailing());
            return ExitCodes.OK;
        }
    }
}
