package io.caretaker.cli.daemon;

import io.caretaker.cli.config.Configuration;
import io.caretaker.cli.config.ConfigurationProblem;
import io.caretaker.cli.config.Settings;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.store.Store;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes a configuration over while the daemon runs: what is declared and what is logged at once,
/// everything else at the next start, which is said.
public final class Reload {
    private static final Logger LOG = LoggerFactory.getLogger("daemon");

    private Reload() {}

    /// The settings in force afterwards: the new ones, or the old ones when the new are bad.
    public static Settings take(Configuration read, Settings current, Store store, DaemonLog log) {
        return switch (read) {
            case Configuration.Loaded(Settings settings) -> loaded(settings, current, store, log);
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

    private static Settings loaded(
            Settings settings, Settings current, Store store, DaemonLog log) {
        try {
            DeclaredInventory.apply(store, settings.inventory());
        } catch (Problem problem) {
            LOG.atError()
                    .addKeyValue("problem", problem.message())
                    .addKeyValue("hint", problem.hint())
                    .log("the new configuration is refused, the old one stays in force");
            return current;
        }
        log.use(settings.logging());
        List<String> later = later(settings, current);
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
        same.put("alerting", young.alerting().equals(old.alerting()));
        same.put(".env", young.dotEnv().equals(old.dotEnv()));
        return same.entrySet().stream()
                .filter(entry -> !entry.getValue())
                .map(Map.Entry::getKey)
                .toList();
    }
}
