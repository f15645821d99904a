package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What the daemon said.
@Command(
        name = "logs",
        header = "Show the daemon's log: systemd's journal of the service, or the log file.",
        footer = {
            "",
            "Examples:",
            "  sudo caretaker logs -f",
            "  caretaker logs -n 200 --since -1h"
        })
public final class LogsCommand implements Callable<Integer> {
    private final Session session;

    @Option(
            names = {"-f", "--follow"},
            description = "go on with what is written from now on, until Ctrl+C")
    boolean follow;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            description = "the last N lines; 50 unless given")
    int lines = 50;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "not older than that, as journalctl takes it: 10:30, yesterday, -1h")
    @Nullable String since;

    public LogsCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        session.format();
        if (lines < 0) {
            throw new Problem(ProblemCode.INVALID, "-n takes a number of lines", "-n 100");
        }
        String unit = new Daemonhood(session).unit();
        return run(unit == null ? tail() : journal(unit));
    }

    private List<String> journal(String unit) {
        var command = new ArrayList<>(List.of("journalctl", "--unit=" + unit, "--no-pager"));
        command.add("--lines=" + (since == null ? Integer.toString(lines) : "all"));
        if (since != null) {
            command.add("--since=" + since);
        }
        if (follow) {
            command.add("--follow");
        }
        return command;
    }

    private List<String> tail() {
        if (since != null) {
            throw new Problem(
                    ProblemCode.INVALID,
                    "--since is known to systemd's journal only, and no service is installed here",
                    "-n takes a number of lines");
        }
        Path configured = session.settings().logging().file();
        Path file =
                configured == null
                        ? session.settings().state().resolve("log", "caretaker.log")
                        : configured;
        if (!Files.isReadable(file)) {
            throw new Problem(
                    ProblemCode.NOT_FOUND,
                    "there is no log " + file + " that can be read",
                    "has `caretaker run` ever run on this state directory, and as which user?");
        }
        var command = new ArrayList<>(List.of("tail", "-n", Integer.toString(lines)));
        if (follow) {
            command.add("-F");
        }
        command.add("--");
        command.add(file.toString());
        return command;
    }

    /// Its output is ours, as it comes.
    private int run(List<String> command) throws InterruptedException {
        session.terminal().out().flush();
        try {
            Process process = new ProcessBuilder(command).inheritIO().start();
            try {
                return process.waitFor() == 0 ? ExitCodes.OK : ExitCodes.NOT_WELL;
            } finally {
                process.destroy();
            }
        } catch (IOException e) {
            throw new Problem(
                    ProblemCode.FAILED, "the log cannot be shown: " + e.getMessage(), "", e);
        }
    }
}
