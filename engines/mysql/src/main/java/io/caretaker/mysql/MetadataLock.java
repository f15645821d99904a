package io.caretaker.mysql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A lock on the definition of a table or another object, on the whole server, or one that programs
/// name themselves (GET_LOCK); held, or waited for.
///
/// Source: MySQL 8.0 Reference Manual, "The metadata_locks Table"; MariaDB Knowledge Base,
/// "Performance Schema metadata_locks Table" and "METADATA_LOCK_INFO Plugin". Which kinds get along
/// is the servers' own (MySQL 8.0 and MariaDB 10.11, `mdl.cc`).
///
/// @param session who holds it or waits for it
/// @param type `TABLE`, `GLOBAL`, `BACKUP`, `USER LEVEL LOCK` and others
/// @param mode `SHARED_READ`, `EXCLUSIVE` and others
record MetadataLock(
        long session,
        String type,
        @Nullable String schema,
        @Nullable String name,
        String mode,
        boolean pending) {

    private static final Set<String> SCOPED =
            Set.of("GLOBAL", "SCHEMA", "COMMIT", "BACKUP LOCK", "TABLESPACE");

    /// For each kind that is asked for, the kinds that stop it when others hold them.
    private static final Map<String, Set<String>> STOPPED_BY_HELD =
            Map.of(
                    "SHARED", Set.of("X"),
                    "SHARED_HIGH_PRIO", Set.of("X"),
                    "SHARED_READ", Set.of("SNRW", "X"),
                    "SHARED_WRITE", Set.of("SRO", "SNW", "SNRW", "X"),
                    "SHARED_WRITE_LOW_PRIO", Set.of("SRO", "SNW", "SNRW", "X"),
                    "SHARED_UPGRADABLE", Set.of("SU", "SNW", "SNRW", "X"),
                    "SHARED_READ_ONLY", Set.of("SW", "SWLP", "SNRW", "X"),
                    "SHARED_NO_WRITE", Set.of("SW", "SWLP", "SU", "SNW", "SNRW", "X"),
                    "SHARED_NO_READ_WRITE",
                            Set.of("SR", "SW", "SWLP", "SU", "SRO", "SNW", "SNRW", "X"));

    /// The kinds that stop it already when others who came first wait for them.
    private static final Map<String, Set<String>> STOPPED_BY_PENDING =
            Map.of(
                    "SHARED", Set.of("X"),
                    "SHARED_READ", Set.of("SNRW", "X"),
                    "SHARED_WRITE", Set.of("SNW", "SNRW", "X"),
                    "SHARED_WRITE_LOW_PRIO", Set.of("SRO", "SNW", "SNRW", "X"),
                    "SHARED_UPGRADABLE", Set.of("X"),
                    "SHARED_READ_ONLY", Set.of("SW", "SNRW", "X"),
                    "SHARED_NO_WRITE", Set.of("X"),
                    "SHARED_NO_READ_WRITE", Set.of("X"));

    private static final Map<String, String> SHORT =
            Map.of(
                    "SHARED", "S",
                    "SHARED_HIGH_PRIO", "SH",
                    "SHARED_READ", "SR",
                    "SHARED_WRITE", "SW",
                    "SHARED_WRITE_LOW_PRIO", "SWLP",
                    "SHARED_UPGRADABLE", "SU",
                    "SHARED_READ_ONLY", "SRO",
                    "SHARED_NO_WRITE", "SNW",
                    "SHARED_NO_READ_WRITE", "SNRW",
                    "EXCLUSIVE", "X");

    /// Whom each session waits for, holders before those who only wait first.
    static Map<Long, Set<Long>> blockers(List<MetadataLock> locks) {
        var blockers = new LinkedHashMap<Long, Set<Long>>();
        for (MetadataLock wanted : locks) {
            if (wanted.pending) {
                var found = new LinkedHashSet<Long>();
                found.addAll(wanted.stoppedBy(locks, false));
                found.addAll(wanted.stoppedBy(locks, true));
                blockers.computeIfAbsent(wanted.session, _ -> new LinkedHashSet<>()).addAll(found);
            }
        }
        return blockers;
    }

    /// What each session waits for, in words.
    static Map<Long, String> wanted(List<MetadataLock> locks) {
        var wanted = new LinkedHashMap<Long, String>();
        locks.stream()
                .filter(MetadataLock::pending)
                .forEach(lock -> wanted.putIfAbsent(lock.session, lock.words()));
        return wanted;
    }

    private List<Long> stoppedBy(List<MetadataLock> locks, boolean pendingOnes) {
        var found = new ArrayList<Long>();
        for (MetadataLock other : locks) {
            if (other.pending == pendingOnes
                    && other.session != session
                    && other.sameObject(this)
                    && other.stops(this)) {
                found.add(other.session);
            }
        }
        return found;
    }

    /// Whether the other one is held, too, on the same thing.
    boolean onSame(MetadataLock other) {
        return !other.pending && sameObject(other);
    }

    private boolean sameObject(MetadataLock other) {
        return type.equals(other.type)
                && Objects.equals(schema, other.schema)
                && Objects.equals(name, other.name);
    }

    /// Whether this one, held or waited for, makes the other wait.
    boolean stops(MetadataLock other) {
        if (type.equals("BACKUP")) {
            return !pending && stopsInBackup(mode, other.mode);
        }
        if (SCOPED.contains(type)) {
            return stopsInScope(other.mode);
        }
        if (other.mode.equals("EXCLUSIVE")) {
            return !pending;
        }
        Map<String, Set<String>> rules = pending ? STOPPED_BY_PENDING : STOPPED_BY_HELD;
        return rules.getOrDefault(other.mode, Set.of()).contains(SHORT.getOrDefault(mode, mode));
    }

    /// Intentions get along with each other, and shared ones among themselves.
    private boolean stopsInScope(String wanted) {
        boolean intends = wanted.equals("INTENTION_EXCLUSIVE");
        boolean exclusive = wanted.equals("EXCLUSIVE");
        if (pending) {
            return !exclusive && !mode.equals("INTENTION_EXCLUSIVE") && !mode.equals(wanted);
        }
        return switch (mode) {
            case "INTENTION_EXCLUSIVE" -> !intends;
            case "SHARED" -> intends || exclusive;
            default -> true;
        };
    }

    /// MariaDB's lock of the whole server. Whoever backs up or freezes gets in the way of changes,
    /// the more so the later his stage, and of others who do the like; changes do not get in each
    /// other's way.
    private static boolean stopsInBackup(String held, String wanted) {
        boolean freezes = freezes(held);
        if (freezes == freezes(wanted)) {
            return freezes;
        }
        String stage = freezes ? held : wanted;
        String change = freezes ? wanted : held;
        return switch (stage) {
            case "BACKUP_START" -> false;
            case "BACKUP_FLUSH", "BACKUP_WAIT_FLUSH" -> change.equals("BACKUP_DML");
            case "BACKUP_WAIT_DDL" ->
                    change.equals("BACKUP_DML")
                            || change.equals("BACKUP_DDL")
                            || change.equals("BACKUP_ALTER_COPY");
            case "BACKUP_BLOCK_DDL" -> change.equals("BACKUP_DDL");
            case "BACKUP_FTWRL1" -> !change.equals("BACKUP_COMMIT");
            default -> true;
        };
    }

    private static boolean freezes(String mode) {
        return switch (mode) {
            case "BACKUP_DML",
                    "BACKUP_TRANS_DML",
                    "BACKUP_SYS_DML",
                    "BACKUP_DDL",
                    "BACKUP_ALTER_COPY",
                    "BACKUP_COMMIT" ->
                    false;
            default -> true;
        };
    }

    private String words() {
        String kind = type.toLowerCase(Locale.ROOT);
        String which = schema == null ? name : name == null ? schema : schema + "." + name;
        return "Lock: " + kind + (which == null || which.isBlank() ? "" : " " + which);
    }
}
