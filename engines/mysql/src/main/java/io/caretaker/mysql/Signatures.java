package io.caretaker.mysql;

import static io.caretaker.core.recovery.FailurePattern.ALREADY_RUNNING;
import static io.caretaker.core.recovery.FailurePattern.CONFIGURATION_INVALID;
import static io.caretaker.core.recovery.FailurePattern.DATA_CORRUPT;
import static io.caretaker.core.recovery.FailurePattern.DISK_FULL;
import static io.caretaker.core.recovery.FailurePattern.NONE;
import static io.caretaker.core.recovery.FailurePattern.OUT_OF_MEMORY;
import static io.caretaker.core.recovery.FailurePattern.PERMISSION;
import static io.caretaker.core.recovery.FailurePattern.PORT_TAKEN;
import static io.caretaker.core.recovery.FailurePattern.STARTING;

import io.caretaker.core.recovery.FailurePattern;
import io.caretaker.core.recovery.FailureSignature;
import java.util.List;
import java.util.stream.Stream;

/// The messages of either dialect that tell why a server died or does not start. The first that
/// fits a line counts, so the particular stand before the general.
final class Signatures {
    private static final String SEEN = "MariaDB 10.11, made to happen";
    private static final String MARIADB = "MariaDB Knowledge Base, 10.6 to 11.4";
    private static final String MYSQL =
            "MySQL 8.0 Error Message Reference, \"Server Error Messages\"";

    static final List<FailureSignature> ALL =
            Stream.of(
                            progress(),
                            locks(),
                            resources(),
                            permissions(),
                            corruption(),
                            configuration())
                    .flatMap(List::stream)
                    .toList();

    private Signatures() {}

    /// A start that begins anew, succeeds or ends in order makes what stood before it history.
    private static List<FailureSignature> progress() {
        return List.of(
                of(NONE, "\\[Note\\] Starting MariaDB \\S+ .*as process", SEEN),
                of(NONE, "\\(mysqld \\S+\\) starting as process", MYSQL),
                of(NONE, "ready for connections|Shutdown complete", SEEN),
                of(STARTING, "Starting crash recovery|Recovering after a crash", SEEN),
                of(STARTING, "Starting (a batch|final batch) to recover|To recover: ", MARIADB),
                of(STARTING, "Doing recovery: scanned up to log sequence number", MYSQL),
                of(STARTING, "recovered pages: \\d+%|Aria engine: starting recovery", MARIADB));
    }

    private static List<FailureSignature> locks() {
        return List.of(
                of(ALREADY_RUNNING, "Unable to lock \\S+ error: 11\\b", SEEN),
                of(ALREADY_RUNNING, "Can't lock aria control file .* error: 11\\b", SEEN),
                of(ALREADY_RUNNING, "Could not get an exclusive lock", SEEN),
                of(ALREADY_RUNNING, "another mysqld process is using the same InnoDB", MYSQL),
                of(
                        ALREADY_RUNNING,
                        "Another process is already listening on the socket file",
                        SEEN),
                of(ALREADY_RUNNING, "Another process with pid \\d+ is using unix socket", MYSQL),
                of(ALREADY_RUNNING, "another server running on socket", MARIADB));
    }

    private static List<FailureSignature> resources() {
        return List.of(
                of(PORT_TAKEN, "Bind on TCP/IP port.*Address already in use", SEEN),
                of(PORT_TAKEN, "already have another (mysqld )?server running on port", SEEN),
                of(DISK_FULL, "No space left on device|Errcode: 28\\b|error: 28\\b", SEEN),
                of(DISK_FULL, "Disk is full (writing|for)", MYSQL),
                of(OUT_OF_MEMORY, "Cannot allocate memory for the buffer pool", MYSQL),
                of(OUT_OF_MEMORY, "Cannot (map|allocate) innodb_buffer_pool_size", SEEN),
                of(OUT_OF_MEMORY, "Out of memory|Cannot allocate memory", SEEN));
    }

    private static List<FailureSignature> permissions() {
        return List.of(
                of(PERMISSION, "Permission denied|Errcode: 13\\b|error: 13\\b", SEEN),
                of(PERMISSION, "data file '.*' must be writable", SEEN),
                of(PERMISSION, "does not have the access rights to the directory", MYSQL),
                of(PERMISSION, "how to run (mysqld|mariadbd) as root", SEEN));
    }

    /// What makes InnoDB or Aria give up. A MyISAM table that is marked as crashed is not among
    /// them: the server runs on and repairs it.
    private static List<FailureSignature> corruption() {
        return List.of(
                of(DATA_CORRUPT, "Database page corruption|page corruption on disk", MARIADB),
                of(DATA_CORRUPT, "initialization aborted with error .*corrupt", SEEN),
                of(DATA_CORRUPT, "Space id and page no stored in the page.*should be", SEEN),
                of(DATA_CORRUPT, "Inconsistent tablespace ID in", SEEN),
                of(DATA_CORRUPT, "InnoDB: Invalid log header checksum", SEEN),
                of(DATA_CORRUPT, "InnoDB: No valid checkpoint was found", SEEN),
                of(DATA_CORRUPT, "is of a different size \\d+ pages .*than specified", SEEN),
                of(DATA_CORRUPT, "File is not a valid aria control file", SEEN),
                of(DATA_CORRUPT, "\\[ERROR\\].*InnoDB:.*corrupt", MARIADB));
    }

    private static List<FailureSignature> configuration() {
        return List.of(
                of(CONFIGURATION_INVALID, "unknown (variable|option) '", SEEN),
                of(CONFIGURATION_INVALID, "ambiguous option '", SEEN),
                of(CONFIGURATION_INVALID, "Unknown suffix '.' used for variable", SEEN),
                of(CONFIGURATION_INVALID, "Error while setting value '.*' to '", SEEN),
                of(CONFIGURATION_INVALID, "Unknown/unsupported storage engine: (?!InnoDB)", SEEN),
                of(CONFIGURATION_INVALID, "Could not open required defaults file", SEEN),
                of(CONFIGURATION_INVALID, "Found option without preceding group", SEEN),
                of(CONFIGURATION_INVALID, "Fatal error in defaults handling", SEEN),
                of(CONFIGURATION_INVALID, "Can't change dir to '", SEEN));
    }

    private static FailureSignature of(FailurePattern pattern, String regex, String source) {
        return FailureSignature.of(pattern, regex, source);
    }
}
