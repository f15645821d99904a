package io.caretaker.hosts.probe;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.host.Command;
import io.caretaker.core.host.CommandResult.Exited;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.host.ProcessFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Whether a PID file can mean the process that has its number now.
final class PidFiles {
    /// The start of a process is known to a second at best, as it is counted from the boot.
    private static final Duration SLACK = Duration.ofSeconds(5);

    private PidFiles() {}

    /// A file written before the process began was written by another one with the same number.
    static boolean older(
            HostAccess host, boolean here, String file, ProcessFacts process, Deadline deadline)
            throws InterruptedException {
        Optional<Instant> written = here ? written(file) : written(host, file, deadline);
        return written.map(at -> at.plus(SLACK).isBefore(process.startedAt())).orElse(false);
    }

    private static Optional<Instant> written(String file) {
        try {
            return Optional.of(Files.getLastModifiedTime(Path.of(file)).toInstant());
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> written(HostAccess host, String file, Deadline deadline)
            throws InterruptedException {
        return host.run(Command.of("stat", "-L", "-c", "%Y", "--", file), deadline)
                                instanceof Exited exited
                        && exited.output().strip().matches("\\d{1,11}")
                ? Optional.of(Instant.ofEpochSecond(Long.parseLong(exited.output().strip())))
                : Optional.empty();
    }
}
