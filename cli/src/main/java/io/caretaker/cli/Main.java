package io.caretaker.cli;

import io.caretaker.cli.config.Surroundings;
import io.caretaker.cli.log.LogOutput;
import io.caretaker.cli.log.LogProvider;
import io.caretaker.cli.log.PlatformLog;
import io.caretaker.cli.render.PluginLine;
import io.caretaker.core.problem.Problem;
import java.util.List;
import org.slf4j.event.Level;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Where the program begins.
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.setProperty("slf4j.provider", LogProvider.class.getName());
        System.setProperty("slf4j.internal.verbosity", "WARN");
        System.setProperty("java.util.logging.config.class", PlatformLog.class.getName());
        List<String> arguments = List.of(args);
        Surroundings surroundings = Surroundings.ofThisProcess();
        if (Boolean.getBoolean("caretaker.training")) {
            System.exit(Training.run(surroundings));
        }
        Terminal terminal =
                Terminal.ofThisProcess(
                        surroundings.environment(), arguments.contains("--no-color"));
        System.exit(execute(arguments, terminal, surroundings));
    }

    /// Runs one command; the exit code, one of [ExitCodes] or a monitoring plugin's.
    public static int execute(
            List<String> arguments, Terminal terminal, Surroundings surroundings) {
        var options = new GlobalOptions();
        Level level = Level.WARN;
        if (arguments.contains("--verbose") || arguments.contains("-v")) {
            level = Level.DEBUG;
        }
        LogOutput.use(new LogOutput(level, false, terminal.err(), null));
        try (Session session = new Session(options, terminal, surroundings)) {
            CommandLine line = Commands.line(session, options, arguments);
            line.setOut(terminal.out());
            line.setErr(terminal.err());
            line.setColorScheme(
                    CommandLine.Help.defaultColorScheme(
                            terminal.style().coloured() ? Ansi.ON : Ansi.OFF));
            line.setUsageHelpWidth(Math.clamp(terminal.style().width(), 60, 100));
            line.setExecutionExceptionHandler(
                    (e, command, _) -> ended(failed(e, session), e, command, arguments, terminal));
            line.setParameterExceptionHandler((e, _) ->
                    ended(misused(e, terminal), e, e.getCommandLine(), arguments, terminal));
            return line.execute(arguments.toArray(String[]::new));
        }
    }

    /// Monitoring reads standard output and knows four codes: what could not be checked is unknown.
    private static int ended(
            int code,
            Exception failure,
            CommandLine command,
            List<String> arguments,
            Terminal terminal) {
        if (!command.getCommandName().equals("check") || !asksForPlugin(arguments)) {
            return code;
        }
        terminal.out().print(PluginLine.notChecked(String.valueOf(failure.getMessage())));
        return PluginLine.UNKNOWN;
    }

    private static boolean asksForPlugin(List<String> arguments) {
        return String.join(" ", arguments).matches("(?si).*--format[ =]nagios.*");
    }

    private static int failed(Exception failure, Session session) {
        var err = session.terminal().err();
        session.terminal().out().flush();
        if (failure instanceof Problem problem) {
            err.println("caretaker: " + problem.message());
            if (!problem.hint().isEmpty()) {
                err.println("hint: " + problem.hint());
            }
            if (session.verbose()) {
                problem.printStackTrace(err);
            }
            return ExitCodes.of(problem.code());
        }
        if (failure instanceof InterruptedException) {
            err.println("caretaker: interrupted");
            return ExitCodes.NOT_WELL;
        }
        err.println("caretaker: a defect of caretaker itself: " + failure);
        if (session.verbose()) {
            failure.printStackTrace(err);
        } else {
            err.println("hint: --verbose shows where it happened; please report that");
        }
        return ExitCodes.INTERNAL;
    }

    private static int misused(ParameterException misuse, Terminal terminal) {
        var err = terminal.err();
        err.println(
                "caretaker: " + String.valueOf(misuse.getMessage()).replaceFirst("^Error: ", ""));
        List<String> near =
                misuse instanceof UnmatchedArgumentException unmatched
                        ? unmatched.getSuggestions()
                        : List.of();
        String name = misuse.getCommandLine().getCommandSpec().qualifiedName();
        err.println(
                near.isEmpty()
                        ? "hint: `" + name + " --help` shows what it takes"
                        : "hint: did you mean " + String.join(" or ", near) + "?");
        return ExitCodes.USAGE;
    }
}
