package io.caretaker.server;

import io.caretaker.server.watch.Witness;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The daemon's own settings.
///
/// @param concurrentChecks checks at once over all hosts
/// @param concurrentChecksPerHost checks at once on one host
/// @param concurrentRecoveries recoveries at once on one host
/// @param historyRetention how long raw results are kept
/// @param rollupRetention how long hourly roll-ups are kept
/// @param approvalTime how long a request for approval stands
/// @param vetoCommand asked before each recovery; anything but exit code 0 forbids it; empty asks
///   nobody
/// @param configurationCopies where last good configurations are kept
/// @param configurationInterval how often the configurations of stable services are kept; zero for
///   never
/// @param bootGrace how long after its start a host may be left to start its services itself
/// @param witnesses what answers as long as caretaker is not cut off; may be empty
/// @param archive where raw results are archived before they expire; null archives nothing
public record Policy(
        int concurrentChecks,
        int concurrentChecksPerHost,
        int concurrentRecoveries,
        Duration historyRetention,
        Duration rollupRetention,
        Duration flushInterval,
        Duration approvalTime,
        List<String> vetoCommand,
        Path configurationCopies,
        Duration configurationInterval,
        Duration bootGrace,
        List<Witness> witnesses,
        @Nullable Path archive) {
    public Policy {
        vetoCommand = List.copyOf(vetoCommand);
        witnesses = List.copyOf(witnesses);
    }

    /// Without witnesses and archive, and with the usual time for booting.
    public Policy(
            int concurrentChecks,
            int concurrentChecksPerHost,
            int concurrentRecoveries,
            Duration historyRetention,
            Duration rollupRetention,
            Duration flushInterval,
            Duration approvalTime,
            List<String> vetoCommand,
            Path configurationCopies,
            Duration configurationInterval) {
        this(
                concurrentChecks,
                concurrentChecksPerHost,
                concurrentRecoveries,
                historyRetention,
                rollupRetention,
                flushInterval,
                approvalTime,
                vetoCommand,
                configurationCopies,
                configurationInterval,
                Duration.ofMinutes(2),
                List.of(),
                null);
    }

    /// The same, for a network with witnesses and hosts that take their time to boot.
    public Policy on(Duration newBootGrace, List<Witness> newWitnesses) {
        return new Policy(
                concurrentChecks,
                concurrentChecksPerHost,
                concurrentRecoveries,
                historyRetention,
                rollupRetention,
                flushInterval,
                approvalTime,
                vetoCommand,
                configurationCopies,
                configurationInterval,
                newBootGrace,
                newWitnesses,
                archive);
    }

    /// The same, with an archive in the directory; null for none.
    public Policy archivedIn(@Nullable Path directory) {
        return new Policy(
                concurrentChecks,
                concurrentChecksPerHost,
                concurrentRecoveries,
                historyRetention,
                rollupRetention,
                flushInterval,
                approvalTime,
                vetoCommand,
                configurationCopies,
                configurationInterval,
                bootGrace,
                witnesses,
                directory);
    }

    /// Where the journals of changes are, beside the configurations.
    public Path changes() {
        return configurationCopies.resolveSibling("changes");
    }

    /// Where the command line asks the daemon, beside the configurations.
    public Path questions() {
        return configurationCopies.resolveSibling("questions");
    }

    public static Policy standard(Path stateDirectory) {
        return new Policy(
                4000,
                64,
                2,
                Duration.ofDays(30),
                Duration.ofDays(400),
                Duration.ofSeconds(5),
                Duration.ofHours(1),
                List.of(),
                stateDirectory.resolve("configurations"),
                Duration.ofMinutes(1));
    }
}
