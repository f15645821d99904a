package io.caretaker.cli.daemon;

import io.caretaker.cli.config.AlertingSettings;
import io.caretaker.cli.config.Configuration;
import io.caretaker.cli.config.ConfigurationProblem;
import io.caretaker.cli.config.Settings;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.store.Store;
import io.caretaker.server.tell.AlertingSetup;
import io.caretaker.web.WebSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes a configuration over while the daemon runs: what is declared, what is logged and who is
/// told at once, everything else at the next start, which is said.
public final class Reload {
    private static final Logger LOG = LoggerFactory.getLogger("daemon");

    private final Store store;
    private final DaemonLog log;
    private final Function<AlertingSettings, AlertingSetup> channels;
    private final Consumer<AlertingSetup> alerting;
    private final Function<WebSettings, List<String>> web;

    /// Takes configurations over for a daemon.
    ///
    /// @param channels makes what the daemon needs to tell people
    /// @param alerting takes that over
    /// @param web takes over what can be changed of the dashboard, and names the rest
    public Reload(
            Store store,
            DaemonLog log,
            Function<AlertingSettings, AlertingSetup> channels,
            Consumer<AlertingSetup> alerting,
            Function<WebSettings, List<String>> web) {
        this.store = store;
        this.log = log;
        this.channels = channels;
        this.alerting = alerting;
        this.web = web;
    }

    /// The settings in force afterwards: the new ones, or the old ones when the new are bad.
    public Settings take(Configuration read, Settings current) {
        return switch (read) {
            case Configuration.Loaded(Settings settings) -> loaded(settings, current);
            case Configuration.Rejected(List<ConfigurationProblem> problems) -> {
                problems.forEach(problem ->
                        LOG.atError().addKeyValue("problem", problem).log("bad configuration"));
                LOG.atError()
                        .addKeyValue("errors", problems.size())
                        .log("the new configuration is refused, the old one stays in force");
                yield current;
            }
        };
    }

    private Settings loaded(Settings settings, Settings current) {
        AlertingSetup setup;
        try {
            setup = channels.apply(settings.alerting());
            DeclaredInventory.apply(store, settings.inventory());
        } catch (Problem problem) {
            LOG.atError()
                    .addKeyValue("problem", problem.message())
                    .addKeyValue("hint", problem.hint())
                    .log("the new configuration is refused, the old one stays in force");
            return current;
        }
        log.use(settings.logging());
        alerting.accept(setup);
        List<String> later = new ArrayList<>(later(settings, current));
        later.addAll(web.apply(settings.web()));
        LOG.atInfo()
                .addKeyValue("file", settings.file() == null ? "none" : settings.file())
                .log("the configuration was read anew");
        if (!later.isEmpty()) {
            LOG.atWarn()
                    .addKeyValue("settings", String.join(", ", later))
                    .log("these changes take effect at the next start");
        }
        return settings;
    }

    private static List<String> later(Settings young, Settings old) {
        Map<String, Boolean> same = new LinkedHashMap<>();
        same.put("state", young.state().equals(old.state()));
        same.put(
                "store",
                young.store().equals(old.store())
                        && Objects.equals(young.fleetStore(), old.fleetStore()));
        same.put("node", young.node().equals(old.node()));
        same.put("history", young.history().equals(old.history()));
        same.put("limits", young.limits().equals(old.limits()));
        same.put("discovery", young.discovery().equals(old.discovery()));
        same.put("recovery", young.recovery().equals(old.recovery()));
        same.put(".env", young.dotEnv().equals(old.dotEnv()));
        return same.entrySet().stream()
                .filter(entry -> !entry.getValue())
                .map(Map.Entry::getKey)
                .toList();
    }
}
