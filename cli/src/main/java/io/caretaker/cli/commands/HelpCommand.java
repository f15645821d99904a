package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Help by command.
@Command(
        name = "help",
        header = "Show the help of a command.",
        footer = {"", "Example:", "  caretaker help service add"})
public final class HelpCommand implements Callable<Integer> {
    @Spec CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "the command's words")
    List<String> words = List.of();

    @Override
    public Integer call() {
        CommandLine line = spec.root().commandLine();
        for (String word : words) {
            CommandLine next = line.getSubcommands().get(word);
            if (next == null) {
                throw new Problem(
                        ProblemCode.INVALID,
                        "there is no command '" + String.join(" ", words) + "'",
                        "`caretaker --help` shows what there is");
            }
            line = next;
        }
        line.usage(spec.commandLine().getOut(), spec.commandLine().getColorScheme());
        return ExitCodes.OK;
    }
}
