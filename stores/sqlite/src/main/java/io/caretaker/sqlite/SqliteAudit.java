package io.caretaker.sqlite;

import static io.caretaker.sqlite.SqliteFile.integer;

import io.caretaker.core.audit.AuditChain;
import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.audit.AuditLog;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The audit log; the write lock of the file makes one chain of what several processes append.
/// Thread-safe.
final class SqliteAudit implements AuditLog {
    private static final String NEWEST = "SELECT * FROM audit ORDER BY number DESC LIMIT ?";
    private static final String OF_TARGET =
            "SELECT * FROM audit WHERE target = ? ORDER BY number DESC LIMIT ?";
    private static final String AFTER =
            "SELECT * FROM audit WHERE number > ? ORDER BY number LIMIT ?";
    private static final int PAGE = 1000;

    private final Database database;

    SqliteAudit(Database database) {
        this.database = database;
    }

    @Override
    public AuditRecord append(AuditEntry entry) {
        AuditEntry kept = entry.kept();
        return database.write(file -> {
            Optional<AuditRecord> last = file.first(NEWEST, SqliteAudit::record, 1);
            AuditRecord next =
                    AuditChain.link(
                            last.map(AuditRecord::number).orElse(0L) + 1,
                            last.map(AuditRecord::hash).orElse(AuditChain.GENESIS),
                            kept);
            insert(file, next);
            return next;
        });
    }

    @Override
    public List<AuditRecord> recent(@Nullable String target, int limit) {
        return database.read(file ->
                target == null
                        ? file.list(NEWEST, SqliteAudit::record, limit)
                        : file.list(OF_TARGET, SqliteAudit::record, target, limit));
    }

    @Override
    public List<AuditRecord> after(long number, int limit) {
        return database.read(file -> file.list(AFTER, SqliteAudit::record, number, limit));
    }

    @Override
    public void restore(List<AuditRecord> records) {
        database.write(file -> {
            AuditRecord previous = file.first(NEWEST, SqliteAudit::record, 1).orElse(null);
            for (AuditRecord each : records) {
                String fault = AuditChain.fault(previous, each);
                if (fault != null) {
                    throw new Problem(
                            ProblemCode.INVALID,
                            "audit record "
                                    + each.number()
                                    + " does not continue the log: "
                                    + fault,
                            "move into an empty store, or into one that this log was moved to before");
                }
                insert(file, each);
                previous = each;
            }
            return records.size();
        });
    }

    @Override
    public Verification verify() {
        return database.read(SqliteAudit::verify);
    }

    private static Verification verify(SqliteFile file) throws SQLException {
        AuditRecord previous = null;
        while (true) {
            List<AuditRecord> page =
                    file.list(
                            AFTER,
                            SqliteAudit::record,
                            previous == null ? Long.MIN_VALUE : previous.number(),
                            PAGE);
            for (AuditRecord each : page) {
                String fault = AuditChain.fault(previous, each);
                if (fault != null) {
                    return new Verification.Broken(each.number(), fault);
                }
                previous = each;
            }
            if (page.isEmpty()) {
                return new Verification.Intact(previous == null ? 0 : previous.number());
            }
        }
    }

    private static void insert(SqliteFile file, AuditRecord record) throws SQLException {
        AuditEntry entry = record.entry();
        Duration took = entry.took();
        file.update(
                "INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                record.number(),
                entry.at(),
                entry.actor(),
                entry.action(),
                entry.target(),
                entry.success(),
                entry.message(),
                took == null ? null : took.toMillis(),
                entry.details().isEmpty() ? null : Json.write(entry.details()),
                record.previousHash(),
                record.hash());
    }

    private static AuditRecord record(ResultSet row) throws SQLException {
        Long took = integer(row, "took");
        var entry =
                new AuditEntry(
                        Instant.ofEpochMilli(row.getLong("at")),
                        row.getString("actor"),
                        row.getString("action"),
                        row.getString("target"),
                        row.getBoolean("success"),
                        row.getString("message"),
                        took == null ? null : Duration.ofMillis(took),
                        details(row.getString("details")));
        return new AuditRecord(
                row.getLong("number"),
                entry,
                row.getString("previous_hash"),
                row.getString("hash"));
    }

    private static Map<String, String> details(@Nullable String json) {
        var details = new TreeMap<String, String>();
        if (json != null) {
            Json.readMap(json).forEach((name, value) -> details.put(name, String.valueOf(value)));
        }
        return details;
    }
}
