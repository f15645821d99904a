package io.caretaker.cli;

import io.caretaker.cli.config.Surroundings;
import io.caretaker.cli.render.Style;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.Writer;
import java.util.List;

/// Runs the usual commands once, so that the build can store the classes they load for quick
/// starts. Changes only the state directory it is given; says nothing.
final class Training {
    private static final List<String> COMMANDS =
            List.of(
                    "environment add training",
                    "host add host_training --address 127.0.0.1 --environment training --region here",
                    "service add svc_training --host host_training --method host",
                    "service set svc_training monitoring.interval_sec=30",
                    "service list",
                    "service show svc_training --format json",
                    "check",
                    "check --format nagios",
                    "discover",
                    "pause --for 1h",
                    "resume",
                    "history svc_training",
                    "audit --verify",
                    "doctor",
                    "config check",
                    "no-such-command",
                    "--help",
                    "status",
                    "status --format json");

    private Training() {}

    static int run(Surroundings surroundings) {
        var silent =
                new Terminal(
                        new PrintWriter(Writer.nullWriter()),
                        new PrintWriter(Writer.nullWriter()),
                        new BufferedReader(Reader.nullReader()),
                        false,
                        Style.PLAIN);
        for (String command : COMMANDS) {
            Main.execute(List.of(command.split(" ", -1)), silent, surroundings);
        }
        return ExitCodes.OK;
    }
}
