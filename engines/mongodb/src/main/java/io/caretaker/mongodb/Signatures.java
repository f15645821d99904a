package io.caretaker.mongodb;

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

/// Messages of `mongod` that tell why it died or does not start, as plain text (up to 4.2) and
/// inside JSON lines (from 4.4). The first that fits a line counts.
///
/// Written from the manual and the server's sources; none was seen on a running server here.
final class Signatures {
    private static final String SERVER = "MongoDB server messages, 4.2 to 8.0";
    private static final String EXIT = "MongoDB Manual, \"Exit Codes and Statuses\"";
    private static final String WIRED_TIGER = "WiredTiger messages, MongoDB 4.2 to 8.0";
    private static final String OPTIONS = "MongoDB Manual, \"Configuration File Options\"";

    static final List<FailureSignature> ALL =
            Stream.of(progress(), locks(), resources(), corruption(), configuration(), exits())
                    .flatMap(List::stream)
                    .toList();

    private Signatures() {}

    /// A start that begins anew, succeeds or ends in order makes what stood before it history.
    private static List<FailureSignature> progress() {
        return List.of(
                of(NONE, "\"msg\":\"MongoDB starting\"|MongoDB starting :", SERVER),
                of(
                        NONE,
                        "waiting for connections on port|\"msg\":\"Waiting for connections",
                        SERVER),
                of(NONE, "shutting down with code:0\\b|\"exitCode\":0\\b", SERVER),
                of(STARTING, "Detected unclean shutdown", SERVER),
                of(STARTING, "Recovering log \\d+ through \\d+", WIRED_TIGER),
                of(STARTING, "Starting initial sync|Starting rollback", SERVER));
    }

    private static List<FailureSignature> locks() {
        return List.of(
                of(ALREADY_RUNNING, "Another mongod instance is already running", SERVER),
                of(ALREADY_RUNNING, "DBPathInUse", SERVER));
    }

    private static List<FailureSignature> resources() {
        return List.of(
                of(PORT_TAKEN, "Address already in use|addr already in use", SERVER),
                of(
                        DISK_FULL,
                        "No space left on device|Insufficient free space for journal",
                        SERVER),
                of(OUT_OF_MEMORY, "std::bad_alloc|Cannot allocate memory|Out of memory", SERVER),
                of(PERMISSION, "Failed to unlink socket file", SERVER),
                of(
                        PERMISSION,
                        "Permission denied|read-only directory|Operation not permitted",
                        SERVER),
                of(PERMISSION, "permissions on \\S+ are too open", SERVER));
    }

    private static List<FailureSignature> corruption() {
        return List.of(
                of(DATA_CORRUPT, "WT_PANIC|WiredTiger library panic", WIRED_TIGER),
                of(DATA_CORRUPT, "WT_TRY_SALVAGE|database corruption detected", WIRED_TIGER),
                of(DATA_CORRUPT, "(read|block header) checksum (error|doesn't match)", WIRED_TIGER),
                of(
                        DATA_CORRUPT,
                        "WiredTiger metadata corruption|starting MongoDB with --repair",
                        SERVER),
                of(
                        DATA_CORRUPT,
                        "UnrecoverableRollbackError|Invalid data directory metadata",
                        SERVER));
    }

    /// Data files of another version count here: the remedy is another binary, not another start.
    private static List<FailureSignature> configuration() {
        return List.of(
                of(CONFIGURATION_INVALID, "unrecogni[sz]ed option", OPTIONS),
                of(
                        CONFIGURATION_INVALID,
                        "Error (parsing|reading) (YAML |INI )?config file",
                        OPTIONS),
                of(CONFIGURATION_INVALID, "Error opening config file|BadValue:", OPTIONS),
                of(CONFIGURATION_INVALID, "Data directory \\S+ not found|NonExistentPath", SERVER),
                of(CONFIGURATION_INVALID, "UPGRADE PROBLEM|Wrong mongod version", SERVER),
                of(CONFIGURATION_INVALID, "too recent to start up on the existing data", SERVER),
                of(CONFIGURATION_INVALID, "unsupported WiredTiger file version", WIRED_TIGER),
                of(CONFIGURATION_INVALID, "Cannot start server with an unknown storage", SERVER));
    }

    /// What a start with `--fork`, or systemd, says of the code.
    private static List<FailureSignature> exits() {
        String ended = "(child process failed, exited with( error number)?|status=) ?";
        return List.of(
                of(PORT_TAKEN, ended + "48\\b", EXIT),
                of(CONFIGURATION_INVALID, ended + "(2|62)\\b", EXIT));
    }

    private static FailureSignature of(FailurePattern pattern, String regex, String source) {
        return FailureSignature.of(pattern, regex, source);
    }
}
