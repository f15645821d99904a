package io.caretaker.cli.commands;

import io.caretaker.cli.Session;
import io.caretaker.cli.Wiring;
import io.caretaker.cli.config.ConfigLoader;
import io.caretaker.cli.config.Configuration;
import io.caretaker.cli.config.ConfigurationProblem;
import io.caretaker.cli.config.Overrides;
import io.caretaker.cli.config.Settings;
import io.caretaker.cli.config.Surroundings;
import io.caretaker.cli.daemon.DaemonLock;
import io.caretaker.cli.daemon.DeclaredEntries;
import io.caretaker.cli.install.Choices;
import io.caretaker.cli.install.Installer;
import io.caretaker.cli.install.SudoRules;
import io.caretaker.core.host.ServiceControl;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What the service is going to heal on this machine, read with the settings that it will have.
///
/// @param startsDaemons whether some services are started by commands, as caretaker's children
record Healed(Choices choices, SudoRules rules, boolean startsDaemons, List<String> notes) {

    static Healed read(Session session, Installer installer, Installer.Wishes wishes) {
        Choices first = installer.choices(wishes, null);
        Settings settings = settings(session.surroundings(), first);
        Path log = settings.logging().file();
        Choices choices = installer.choices(wishes, log == null ? null : log.getParent());
        try (Wiring wiring = Wiring.of(settings, session.surroundings().environment())) {
            Inventory inventory = inventory(settings, wiring);
            return new Healed(
                    choices,
                    SudoRules.of(inventory, Installer::program),
                    inventory.services().stream()
                            .anyMatch(service ->
                                    service.recovery().recoverOnDown()
                                            && inventory.hostOf(service).local()
                                            && service.control()
                                                    instanceof ServiceControl.Commands),
                    List.of());
        }
    }

    private static Inventory inventory(Settings settings, Wiring wiring) {
        boolean stored = settings.fleetStore() != null || DaemonLock.storeExists(settings.store());
        Inventory known = stored ? wiring.storeToRead().inventory().read() : Inventory.EMPTY;
        Instant now = Instant.now();
        return known.with(DeclaredEntries.changes(known, settings.inventory(), now), now);
    }

    /// As the service reads them: its own file, whatever lies where this command was started.
    private static Settings settings(Surroundings here, Choices choices) {
        var there =
                new Surroundings(
                        here.environment(),
                        Path.of("/"),
                        choices.state(),
                        true,
                        here.hostName(),
                        here.systemDirectory());
        Path file = Files.exists(choices.config()) ? choices.config() : null;
        Configuration read =
                ConfigLoader.load(
                        there,
                        new Overrides(file, Map.of("--state", choices.state().toString())),
                        Instant.now());
        return switch (read) {
            case Configuration.Loaded(Settings settings) -> settings;
            case Configuration.Rejected(List<ConfigurationProblem> problems) ->
                    throw new Problem(
                            ProblemCode.CONFIGURATION,
                            "the service would not start with this configuration"
                                    + problems.stream()
                                            .map(ConfigurationProblem::toString)
                                            .collect(Collectors.joining("\n  ", "\n  ", "")),
                            "correct it, then install");
        };
    }
}
