package io.caretaker.cli;

import io.caretaker.cli.GlobalOptions.Format;
import io.caretaker.cli.config.ConfigLoader;
import io.caretaker.cli.config.Configuration;
import io.caretaker.cli.config.ConfigurationProblem;
import io.caretaker.cli.config.FleetStore;
import io.caretaker.cli.config.Overrides;
import io.caretaker.cli.config.Settings;
import io.caretaker.cli.config.Surroundings;
import io.caretaker.cli.daemon.DaemonLock;
import io.caretaker.cli.daemon.StateOwner;
import io.caretaker.cli.render.Style;
import io.caretaker.cli.render.Texts;
import io.caretaker.core.document.JsonText;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One run of the command line: what was asked globally, and what commands share. The configuration
/// is read, and the program put together, when a command first needs it.
public final class Session implements AutoCloseable {
    private final GlobalOptions options;
    private final Terminal terminal;
    private final Surroundings surroundings;
    private @Nullable Settings settings;
    private @Nullable Wiring wiring;

    Session(GlobalOptions options, Terminal terminal, Surroundings surroundings) {
        this.options = options;
        this.terminal = terminal;
        this.surroundings = surroundings;
    }

    public Terminal terminal() {
        return terminal;
    }

    public Surroundings surroundings() {
        return surroundings;
    }

    public Style style() {
        return options.noColor ? new Style(false, terminal.style().width()) : terminal.style();
    }

    public boolean verbose() {
        return options.verbose;
    }

    public boolean json() {
        return format() == Format.JSON;
    }

    /// Text or JSON.
    public Format format() {
        if (options.format == Format.NAGIOS) {
            throw new Problem(
                    ProblemCode.INVALID,
                    "this command does not write the format nagios",
                    "`caretaker check --format nagios` does");
        }
        return checkFormat();
    }

    /// Text, JSON or a monitoring plugin's line.
    public Format checkFormat() {
        if (options.format == Format.YAML) {
            throw new Problem(
                    ProblemCode.INVALID,
                    "this command does not write the format yaml",
                    "`caretaker inventory export --format yaml` does");
        }
        return options.format;
    }

    /// Any format.
    public Format anyFormat() {
        return options.format;
    }

    /// What reading the configuration anew gives.
    public Configuration configuration() {
        var values = new HashMap<String, String>();
        if (options.state != null) {
            values.put("--state", options.state.toString());
        }
        return ConfigLoader.load(
                surroundings, new Overrides(options.config, values), Instant.now());
    }

    /// What reading a text in place of the configuration file gives.
    public Configuration check(String yaml) {
        return ConfigLoader.check(surroundings, yaml, Instant.now());
    }

    /// The configuration file named on the command line; null when none is.
    public @Nullable Path givenConfig() {
        return options.config;
    }

    /// The state directory named on the command line; null when none is.
    public @Nullable Path givenState() {
        return options.state;
    }

    /// The settings, read once.
    ///
    /// @throws Problem `CONFIGURATION` with all that is wrong
    public Settings settings() {
        Settings known = settings;
        if (known == null) {
            known =
                    switch (configuration()) {
                        case Configuration.Loaded loaded -> loaded.settings();
                        case Configuration.Rejected rejected -> throw rejection(rejected);
                    };
            settings = known;
        }
        return known;
    }

    private static Problem rejection(Configuration.Rejected rejected) {
        String all =
                rejected.problems().stream()
                        .map(ConfigurationProblem::toString)
                        .collect(Collectors.joining("\n  ", "\n  ", ""));
        return new Problem(
                ProblemCode.CONFIGURATION,
                "the configuration has " + Texts.count(rejected.problems().size(), "error") + all,
                "`caretaker config check` reads it without starting anything");
    }

    /// The program, put together as the settings want it.
    public Wiring wiring() {
        Wiring known = wiring;
        if (known == null) {
            known = Wiring.of(settings(), surroundings.environment());
            wiring = known;
        }
        return known;
    }

    /// The inventory as a daemon would have it: the store's, with what the file declares. Nothing
    /// is written.
    public Inventory inventory() {
        Inventory stored = stored();
        Instant now = Instant.now();
        return stored.with(
                io.caretaker.cli.daemon.DeclaredEntries.changes(
                        stored, settings().inventory(), now),
                now);
    }

    /// What was being made when its maker was killed holds nothing yet.
    private Inventory stored() {
        if (!storeExists()) {
            return Inventory.EMPTY;
        }
        try {
            return wiring().storeToRead().inventory().read();
        } catch (Problem problem) {
            if (problem.code() == ProblemCode.NOT_FOUND) {
                return Inventory.EMPTY;
            }
            throw problem;
        }
    }

    /// Whether there may be something in the store; one of a fleet is always asked.
    public boolean storeExists() {
        return settings().fleetStore() != null || DaemonLock.storeExists(settings().store());
    }

    /// Where the store is, for people.
    public String storeLabel() {
        FleetStore fleet = settings().fleetStore();
        return fleet == null ? settings().store().toString() : fleet.label();
    }

    /// The daemon of this state directory.
    public DaemonLock.Daemon daemon() {
        return DaemonLock.look(settings().state());
    }

    /// Who acts, for the audit log.
    public String actor() {
        Map<String, String> environment = surroundings.environment();
        String user = System.getProperty("user.name", "unknown");
        String behindSudo = environment.getOrDefault("SUDO_USER", "");
        return "cli:" + (user.equals("root") && !behindSudo.isEmpty() ? behindSudo : user);
    }

    public void say(String text) {
        terminal.out().println(text);
    }

    public void print(String text) {
        terminal.out().print(text);
    }

    public void note(String text) {
        terminal.out().flush();
        terminal.err().println(text);
    }

    public void json(@Nullable Object value) {
        say(JsonText.of(value));
    }

    /// Asks before something is changed.
    ///
    /// @throws Problem `DENIED` when nobody says yes
    public void confirm(String question, boolean yes) {
        if (yes) {
            return;
        }
        if (!terminal.answers()) {
            throw new Problem(
                    ProblemCode.DENIED, "nobody is there to be asked", "add --yes, or --dry-run");
        }
        terminal.out().flush();
        if (!terminal.confirms(question)) {
            throw new Problem(ProblemCode.DENIED, "nothing was done", "");
        }
    }

    /// The configuration file that was used, for people.
    public String configurationSource() {
        return settings().source();
    }

    @Override
    public void close() {
        if (wiring != null) {
            wiring.close();
            if (surroundings.root()) {
                StateOwner.giveBack(settings().state());
            }
        }
        terminal.out().flush();
        terminal.err().flush();
    }
}
