package io.caretaker.postgresql;

import io.caretaker.core.recovery.FailurePattern;
import io.caretaker.core.recovery.FailureSignature;
import java.util.List;
import java.util.stream.Stream;

/// Messages of the server's log, in the order in which they are tried on a line.
///
/// The levels matter: `ERROR` is what a statement of some client ran into and says nothing about
/// the server. Levels and messages are in English; with another `lc_messages` nothing is
/// recognised. A server that became ready has left behind whatever it said before.
final class PostgresFailures {
    private static final String SEEN = "PostgreSQL: message of the server, seen with 15";
    private static final String CATALOGUE = "PostgreSQL: message catalogue of the server, 12 to 18";
    private static final String GRAVE = "(FATAL|PANIC|LOG):.*";
    private static final String DEADLY = "(FATAL|PANIC):.*";

    static final List<FailureSignature> ALL =
            Stream.of(damage(), resources(), locks(), permissions(), configuration(), starting())
                    .flatMap(List::stream)
                    .toList();

    private PostgresFailures() {}

    private static List<FailureSignature> damage() {
        return List.of(
                catalogued(FailurePattern.DATA_CORRUPT, "invalid page in block \\d+"),
                catalogued(FailurePattern.DATA_CORRUPT, "page verification failed"),
                seen(FailurePattern.DATA_CORRUPT, "could not locate a valid checkpoint record"),
                seen(FailurePattern.DATA_CORRUPT, DEADLY + "(incorrect|invalid).*checksum"),
                seen(FailurePattern.DATA_CORRUPT, "could not access status of transaction"),
                catalogued(FailurePattern.DATA_CORRUPT, "WAL ends before end of online backup"),
                seen(
                        FailurePattern.DATA_CORRUPT,
                        DEADLY
                                + "could not (open|read) file"
                                + " \"(global|base|pg_xact|pg_multixact|pg_wal)/.*No such file"));
    }

    private static List<FailureSignature> resources() {
        return List.of(
                seen(FailurePattern.DISK_FULL, "No space left on device"),
                catalogued(FailurePattern.DISK_FULL, "Disk quota exceeded"),
                seen(FailurePattern.PORT_TAKEN, "could not bind .*: Address already in use"),
                seen(FailurePattern.PORT_TAKEN, "could not create any TCP/IP sockets"),
                seen(FailurePattern.OUT_OF_MEMORY, GRAVE + "Cannot allocate memory"),
                catalogued(FailurePattern.OUT_OF_MEMORY, DEADLY + "out of memory"),
                catalogued(FailurePattern.OUT_OF_MEMORY, "was terminated by signal 9: Killed"));
    }

    private static List<FailureSignature> locks() {
        return List.of(
                catalogued(
                        FailurePattern.ALREADY_RUNNING,
                        "pre-existing shared memory block .* is still in use"),
                seen(
                        FailurePattern.ALREADY_RUNNING,
                        "Is another (postmaster|postgres) .*running in data directory"),
                seen(FailurePattern.PORT_TAKEN, "Is another postmaster .*using socket file"),
                seen(FailurePattern.STALE_LOCK, "lock file \".*\" (already exists|is empty)"),
                catalogued(FailurePattern.STALE_LOCK, "bogus data in lock file"));
    }

    private static List<FailureSignature> permissions() {
        return List.of(
                seen(
                        FailurePattern.PERMISSION,
                        "data directory .* has (invalid permissions|wrong ownership)"),
                catalogued(FailurePattern.PERMISSION, "has group or world access|must be owned by"),
                seen(FailurePattern.PERMISSION, "but could not open file .*: Permission denied"),
                seen(FailurePattern.PERMISSION, GRAVE + "Permission denied"));
    }

    private static List<FailureSignature> configuration() {
        return List.of(
                seen(
                        FailurePattern.CONFIGURATION_INVALID,
                        "FATAL:.*configuration file .* contains errors"),
                seen(
                        FailurePattern.CONFIGURATION_INVALID,
                        "LOG:.*(unrecognized configuration parameter|invalid value for parameter)"),
                seen(FailurePattern.CONFIGURATION_INVALID, "syntax error in file .*\\.conf"),
                seen(
                        FailurePattern.CONFIGURATION_INVALID,
                        "could not load \\S*pg_(hba|ident)\\.conf"),
                seen(
                        FailurePattern.CONFIGURATION_INVALID,
                        DEADLY + "could not (load server certificate|access) file"),
                seen(
                        FailurePattern.CONFIGURATION_INVALID,
                        "database files are incompatible with server"));
    }

    private static List<FailureSignature> starting() {
        return List.of(
                seen(
                        FailurePattern.STARTING,
                        "database system was (interrupted|not properly shut down)"),
                seen(FailurePattern.STARTING, "redo (starts|in progress)|entering standby mode"),
                catalogued(FailurePattern.STARTING, "syncing data directory"),
                seen(
                        FailurePattern.STARTING,
                        "the database system is (starting up|not yet accepting connections"
                                + "|in recovery mode)"),
                seen(FailurePattern.NONE, "database system is ready to accept"));
    }

    private static FailureSignature seen(FailurePattern pattern, String regex) {
        return FailureSignature.of(pattern, regex, SEEN);
    }

    private static FailureSignature catalogued(FailurePattern pattern, String regex) {
        return FailureSignature.of(pattern, regex, CATALOGUE);
    }
}
