package io.caretaker.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// The options that every command has.
public final class GlobalOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description =
                    "the configuration file, instead of the first of ./caretaker.yaml,"
                            + " ~/.config/caretaker/caretaker.yaml, /etc/caretaker/caretaker.yaml")
    @Nullable Path config;

    @Option(
            names = {"--state", "--state-dir"},
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "the directory for what caretaker must not forget")
    @Nullable Path state;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            scope = ScopeType.INHERIT,
            description =
                    "text, json, for check also nagios, for inventory export also yaml; text unless"
                            + " given")
    Format format = Format.TEXT;

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "say more; with an error, where in the program it happened")
    boolean verbose;

    @Option(
            names = "--no-color",
            scope = ScopeType.INHERIT,
            description = "no colours, also on a terminal")
    boolean noColor;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "this help")
    boolean help;

    /// How results are written.
    public enum Format {
        TEXT,
        JSON,
        NAGIOS,
        YAML
    }
}
