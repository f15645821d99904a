package io.caretaker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.cli.config.Surroundings;
import io.caretaker.cli.render.Style;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/// `docs/reference/commands.md` is what the commands say of themselves;
/// `-Dcaretaker.docs.write=true` writes it anew.
class CommandReferenceTest {
    private static final Path PAGE = Path.of("../docs/reference/commands.md");

    @Test
    void the_reference_says_what_the_commands_say() throws IOException {
        String page = page();
        if (Boolean.getBoolean("caretaker.docs.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE).content().isEqualTo(page);
    }

    @Test
    void every_command_has_a_header_and_an_example() {
        assertEachComplete(everything());
    }

    private static void assertEachComplete(CommandLine line) {
        line.getSubcommands()
                .forEach((name, command) -> {
                    var usage = command.getCommandSpec().usageMessage();
                    assertThat(usage.header()).as(name).isNotEmpty();
                    if (command.getSubcommands().isEmpty()) {
                        assertThat(String.join("\n", usage.footer()))
                                .as(name)
                                .contains("caretaker ");
                    }
                    assertEachComplete(command);
                });
    }

    private static String page() {
        var page = new StringBuilder();
        page.append(
                "# Commands\n\nGenerated from the program's own help by `CommandReferenceTest`.\n");
        page.append("How commands end: [exit codes](exit-codes.md).\n");
        append(page, everything());
        return page.toString();
    }

    private static void append(StringBuilder page, CommandLine line) {
        String name = line.getCommandSpec().qualifiedName();
        page.append("\n## ").append(name).append("\n\n```text\n");
        String usage = line.getUsageMessage(CommandLine.Help.Ansi.OFF);
        usage.lines().map(String::stripTrailing).forEach(text -> page.append(text).append('\n'));
        page.append("```\n");
        line.getSubcommands().values().forEach(command -> append(page, command));
    }

    private static CommandLine everything() {
        var terminal =
                new Terminal(
                        new PrintWriter(Writer.nullWriter()),
                        new PrintWriter(Writer.nullWriter()),
                        new BufferedReader(Reader.nullReader()),
                        false,
                        Style.PLAIN);
        Path nowhere = Path.of("/nowhere");
        var surroundings = new Surroundings(Map.of(), nowhere, nowhere, false, "here", nowhere);
        CommandLine line =
                Commands.everything(new Session(new GlobalOptions(), terminal, surroundings));
        line.setUsageHelpWidth(100);
        return line;
    }
}
