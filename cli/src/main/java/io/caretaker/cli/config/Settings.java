package io.caretaker.cli.config;

import io.caretaker.core.check.HostLimits;
import io.caretaker.core.inventory.Alerting;
import io.caretaker.core.inventory.Care;
import io.caretaker.core.inventory.Environment;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.Monitoring;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.recovery.RecoveryPolicy;
import io.caretaker.server.watch.Witness;
import io.caretaker.web.WebSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Everything the program was told, checked and complete.
///
/// @param file the configuration file, null when there is none
/// @param node the name of this caretaker
/// @param state where caretaker keeps what it must not forget
/// @param store where the embedded store is
/// @param fleetStore the MongoDB store that is used instead of the embedded one, or null
/// @param alerting who is told of what, and how
/// @param web how the dashboard and the API are served
/// @param witnesses what answers as long as caretaker is not cut off
/// @param pidFile the file that names the running daemon's process, or null
/// @param dotEnv what `.env` files say, for secrets; may contain secrets itself
/// @param target the database that environment variables declare in place of a file, or null
/// @param notes what a person should know of what was read, each one sentence
/// @param inForce every setting with its value, secrets masked
/// @param origins where each setting's value comes from, by its path (`logging.level`)
public record Settings(
        @Nullable Path file,
        String node,
        Path state,
        Path store,
        @Nullable FleetStore fleetStore,
        Logging logging,
        Defaults defaults,
        History history,
        Limits limits,
        Discovery discovery,
        Recovery recovery,
        AlertingSettings alerting,
        WebSettings web,
        List<Witness> witnesses,
        @Nullable Path pidFile,
        Declared inventory,
        Map<String, String> dotEnv,
        @Nullable ServiceId target,
        List<String> notes,
        List<InForce> inForce,
        Map<String, Place> origins) {

    public Settings {
        witnesses = List.copyOf(witnesses);
        dotEnv = Map.copyOf(dotEnv);
        notes = List.copyOf(notes);
        inForce = List.copyOf(inForce);
        origins = Collections.unmodifiableMap(new TreeMap<>(origins));
    }

    /// Where the configuration comes from, for people.
    public String source() {
        if (file != null) {
            return file.toString();
        }
        return target == null ? "no file, the defaults" : "no file, the database of DB_HOST";
    }

    /// The same with what environment variables say of one database.
    ///
    /// @param variables the variables with what they mean, passwords masked
    /// @param note what is to be said of them, or null
    Settings with(@Nullable ServiceId newTarget, List<InForce> variables, @Nullable String note) {
        return new Settings(
                file,
                node,
                state,
                store,
                fleetStore,
                logging,
                defaults,
                history,
                limits,
                discovery,
                recovery,
                alerting,
                web,
                witnesses,
                pidFile,
                inventory,
                dotEnv,
                newTarget,
                Stream.concat(notes.stream(), Stream.ofNullable(note)).toList(),
                Stream.concat(inForce.stream(), variables.stream()).toList(),
                origins);
    }

    /// Shows no value of `.env`.
    @Override
    public String toString() {
        return "settings of " + (file == null ? "no file" : file);
    }

    /// What is logged, and where to besides the console.
    ///
    /// @param file null logs to the console only
    /// @param maxBytes size at which a new file is begun
    /// @param keptFiles finished files that are kept
    public record Logging(
            Level level, @Nullable Path file, Format format, long maxBytes, int keptFiles) {}

    /// How much is logged.
    public enum Level {
        ERROR,
        WARN,
        INFO,
        DEBUG,
        TRACE
    }

    /// What a log line looks like.
    public enum Format {
        TEXT,
        JSON
    }

    /// What services mean that do not say it themselves.
    ///
    /// @param retryDelayGiven whether the retry delay of `monitoring` is somebody's word; otherwise
    ///   each service's follows from its interval
    public record Defaults(
            Monitoring monitoring,
            boolean retryDelayGiven,
            RecoveryPolicy recovery,
            Alerting alerting,
            Care care) {}

    /// How long results are kept.
    ///
    /// @param archive where raw rows are archived before they expire; null archives nothing
    public record History(Duration retention, Duration rollupRetention, @Nullable Path archive) {}

    /// How much is done at once.
    public record Limits(int checks, int checksPerHost, int recoveries) {}

    /// Finding database servers on this machine.
    public record Discovery(boolean enabled, Duration interval, HostLimits hostLimits) {}

    /// What holds for all recoveries.
    ///
    /// @param vetoCommand run before each; a failure forbids it; empty for none
    /// @param notifyCommand told about each; empty for none
    /// @param configCopies whether the last good configuration files of services are kept
    /// @param bootGrace how long after its start another host may be left to start its services
    public record Recovery(
            List<String> vetoCommand,
            List<String> notifyCommand,
            Duration approvalTtl,
            boolean configCopies,
            Duration bootGrace) {
        public Recovery {
            vetoCommand = List.copyOf(vetoCommand);
            notifyCommand = List.copyOf(notifyCommand);
        }
    }

    /// The part of the inventory that the file declares.
    ///
    /// @param elsewhere services on hosts that the file does not declare, which the store must have
    public record Declared(
            List<Host> hosts,
            List<Service> services,
            List<Environment> environments,
            List<Elsewhere> elsewhere) {
        public Declared {
            hosts = List.copyOf(hosts);
            services = List.copyOf(services);
            environments = List.copyOf(environments);
            elsewhere = List.copyOf(elsewhere);
        }

        /// How many services are declared, on whatever hosts.
        public int serviceCount() {
            return services.size() + elsewhere.size();
        }
    }

    /// A declared service that takes from its host what only the store knows.
    ///
    /// @param on the service as it is on a host
    public record Elsewhere(ServiceId id, HostId host, Function<Host, Service> on) {}
}
