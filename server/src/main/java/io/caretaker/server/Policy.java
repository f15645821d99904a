package io.caretaker.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// The daemon's own settings.
///
/// @param concurrentChecks checks at once over all hosts
/// @param concurrentChecksPerHost checks at once on one host
/// @param concurrentRecoveries recoveries at once
/// @param historyRetention how long raw results are kept
/// @param rollupRetention how long hourly roll-ups are kept
/// @param approvalTime how long a request for approval stands
/// @param vetoCommand asked before each recovery; anything but exit code 0 forbids it; empty asks
///   nobody
/// @param configurationCopies where last good configurations are kept
/// @param configurationInterval how often the configurations of stable services are kept; zero for
///   never
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
        Duration configurationInterval) {
    public Policy {
        vetoCommand = List.copyOf(vetoCommand);
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
