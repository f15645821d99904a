package io.caretaker.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The program without a command.
@Command(
        name = "caretaker",
        synopsisSubcommandLabel = "COMMAND",
        header = "Watches self-hosted databases and heals them.",
        footer = {
            "",
            "First steps:",
            "  caretaker check          look at everything once, change nothing",
            "  caretaker discover       what was found, and what adopting it would do",
            "  caretaker run            watch in the foreground",
            "  caretaker status         how everything is"
        })
final class Root implements Runnable {
    @Mixin GlobalOptions options;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "the version")
    boolean version;

    @Spec CommandSpec spec;

    Root(GlobalOptions options) {
        this.options = options;
        this.spec = CommandSpec.create();
    }

    @Override
    public void run() {
        CommandLine line = spec.commandLine();
        line.usage(line.getOut());
    }
}
