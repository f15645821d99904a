package io.caretaker.cli;

import io.caretaker.cli.config.AlertingSettings;
import io.caretaker.cli.config.FleetStore;
import io.caretaker.cli.config.Settings;
import io.caretaker.core.check.HostLimits;
import io.caretaker.core.inventory.Care;
import io.caretaker.core.inventory.Monitoring;
import io.caretaker.core.inventory.Placement;
import io.caretaker.core.recovery.RecoveryPolicy;
import io.caretaker.server.Policy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What [Wiring] has to know to put the program together.
///
/// @param state the directory that belongs to this caretaker alone
/// @param store where the embedded store is
/// @param node this machine's name
/// @param notifyCommand told of everything that people are told; empty for none
/// @param dotEnv variables of `.env` files, for secrets
/// @param fleetStore the MongoDB store that is used instead of the embedded one, or null
/// @param alerting who is told of what, and how, when the program starts
public record Blueprint(
        Path state,
        Path store,
        String node,
        Placement placement,
        Policy policy,
        Monitoring monitoring,
        RecoveryPolicy recovery,
        Care care,
        HostLimits hostLimits,
        Duration discoveryInterval,
        List<String> notifyCommand,
        Map<String, String> dotEnv,
        @Nullable FleetStore fleetStore,
        AlertingSettings alerting) {
    private static final Placement HERE = Placement.of("production", "local");

    public Blueprint {
        notifyCommand = List.copyOf(notifyCommand);
        dotEnv = Map.copyOf(dotEnv);
    }

    /// With the embedded store, and telling nobody.
    public Blueprint(
            Path state,
            Path store,
            String node,
            Placement placement,
            Policy policy,
            Monitoring monitoring,
            RecoveryPolicy recovery,
            Care care,
            HostLimits hostLimits,
            Duration discoveryInterval,
            List<String> notifyCommand,
            Map<String, String> dotEnv) {
        this(
                state,
                store,
                node,
                placement,
                policy,
                monitoring,
                recovery,
                care,
                hostLimits,
                discoveryInterval,
                notifyCommand,
                dotEnv,
                null,
                AlertingSettings.NONE);
    }

    /// Shows no value of `.env`.
    @Override
    public String toString() {
        return "blueprint for " + state;
    }

    public static Blueprint of(Settings settings) {
        return new Blueprint(
                settings.state(),
                settings.store(),
                settings.node(),
                HERE,
                policy(settings),
                settings.defaults().monitoring(),
                settings.defaults().recovery(),
                settings.defaults().care(),
                settings.discovery().hostLimits(),
                settings.discovery().interval(),
                settings.recovery().notifyCommand(),
                settings.dotEnv(),
                settings.fleetStore(),
                settings.alerting());
    }

    /// Everything as usual, in a directory of its own.
    public static Blueprint standard(Path directory, String node) {
        return new Blueprint(
                directory,
                directory.resolve("store"),
                node,
                HERE,
                Policy.standard(directory),
                Monitoring.DEFAULT,
                RecoveryPolicy.DEFAULT,
                Care.DEFAULT,
                HostLimits.DEFAULT,
                Duration.ofSeconds(60),
                List.of(),
                Map.of());
    }

    private static Policy policy(Settings settings) {
        Policy usual = Policy.standard(settings.state());
        return new Policy(
                        settings.limits().checks(),
                        settings.limits().checksPerHost(),
                        settings.limits().recoveries(),
                        settings.history().retention(),
                        settings.history().rollupRetention(),
                        usual.flushInterval(),
                        settings.recovery().approvalTtl(),
                        settings.recovery().vetoCommand(),
                        usual.configurationCopies(),
                        settings.recovery().configCopies()
                                ? usual.configurationInterval()
                                : Duration.ZERO)
                .on(settings.recovery().bootGrace(), settings.witnesses())
                .archivedIn(settings.history().archive());
    }
}
