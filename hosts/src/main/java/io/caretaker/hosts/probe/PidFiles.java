package io.caretaker.hosts.probe;

import io.caretaker.core.host.ProcessFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/// Whether a PID file can mean the process that has its number now.
final class PidFiles {
    /// The start of a process is known to a second at best, as it is counted from the boot.
    private static final Duration SLACK = Duration.ofSeconds(5);

    private PidFiles() {}

    /// A file written before the process began was written by another one with the same number.
    static boolean older(String file, ProcessFacts process) {
        try {
            Instant written = Files.getLastModifiedTime(Path.of(file)).toInstant();
            return written.plus(SLACK).isBefore(process.startedAt());
        } catch (IOException _) {
            return false;
        }
    }
}
