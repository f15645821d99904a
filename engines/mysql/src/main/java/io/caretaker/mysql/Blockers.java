package io.caretaker.mysql;

import io.caretaker.mysql.SessionTables.RowWait;
import io.caretaker.mysql.SessionTables.Transaction;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Who waits for whom, from what the server shows. Pure.
///
/// A session that waits for somebody who cannot be told is blocked by `?`, lest it seem to work.
final class Blockers {
    static final String UNKNOWN = "?";

    private final SessionTables tables;
    private final Map<Long, SessionRow> rows = new HashMap<>();
    private final Map<Long, Transaction> bySession = new HashMap<>();
    private final Map<Long, Set<String>> blockers = new LinkedHashMap<>();
    private final Map<Long, String> wanted = new HashMap<>();
    private final Map<String, Transaction> prepared = new LinkedHashMap<>();
    private int unseen;

    private Blockers(SessionTables tables) {
        this.tables = tables;
    }

    static Blockers of(SessionTables tables) {
        var blockers = new Blockers(tables);
        tables.sessions.forEach(row -> blockers.rows.put(row.id(), row));
        tables.transactions.values().forEach(each -> blockers.bySession.put(each.session(), each));
        blockers.rowWaits();
        blockers.metadata();
        return blockers;
    }

    Set<String> of(long session) {
        return blockers.getOrDefault(session, Set.of());
    }

    /// What a session waits for, in words; null when it does not.
    @Nullable String wanted(long session) {
        return wanted.get(session);
    }

    /// Transactions without a session for which somebody waits.
    List<Transaction> prepared() {
        return List.copyOf(prepared.values());
    }

    /// How many wait for a lock of a definition whose holder is not seen.
    int unseen() {
        return unseen;
    }

    /// Since when its session is in this transaction; null outside of one.
    @Nullable Instant transactionSince(SessionRow row) {
        Instant told = row.transactionSince();
        Transaction transaction = bySession.get(row.id());
        return told != null || transaction == null ? told : transaction.since();
    }

    /// Nobody has waited for longer than his statement runs, nor for a transaction since before it
    /// began: else a statement of ten minutes would have waited ten minutes for whoever came last.
    Instant waitSince(SessionRow row) {
        Instant since = row.querySince() == null ? row.since() : row.querySince();
        Transaction own = bySession.get(row.id());
        if (own != null && own.waitSince() != null) {
            since = later(since, own.waitSince());
        }
        Instant newest = null;
        for (String blocker : of(row.id())) {
            Instant began = began(blocker);
            newest = began == null ? newest : later(newest, began);
        }
        return newest == null ? since : later(since, newest);
    }

    private @Nullable Instant began(String blocker) {
        Transaction transaction = prepared.get(blocker);
        if (transaction != null) {
            return transaction.since();
        }
        SessionRow row = blocker.equals(UNKNOWN) ? null : rows.get(Long.parseLong(blocker));
        return row == null ? null : transactionSince(row);
    }

    private static Instant later(@Nullable Instant one, Instant other) {
        return one == null || other.isAfter(one) ? other : one;
    }

    private void rowWaits() {
        for (RowWait wait : tables.rowWaits) {
            SessionRow row = waiter(wait);
            // Who goes on has got what he waited for since this was written down.
            if (row != null && row.mark().running()) {
                add(row.id(), holder(wait), "Lock: row");
            }
        }
        for (Transaction transaction : tables.transactions.values()) {
            SessionRow row = rows.get(transaction.session());
            if (transaction.waits()
                    && row != null
                    && row.mark().running()
                    && of(row.id()).isEmpty()) {
                add(row.id(), UNKNOWN, "Lock: row");
            }
        }
    }

    private String holder(RowWait wait) {
        String transaction = wait.transaction();
        if (transaction != null) {
            String holder = wait.holder();
            return holder != null ? holder : prepared(tables.transactions.get(transaction));
        }
        Transaction holder = tables.transactions.get(wait.holder());
        return holder == null || holder.session() == 0
                ? prepared(holder)
                : Long.toString(holder.session());
    }

    private String prepared(@Nullable Transaction transaction) {
        if (transaction == null || transaction.session() != 0) {
            return UNKNOWN;
        }
        String id = PreparedTransactions.id(transaction.id());
        prepared.put(id, transaction);
        return id;
    }

    private void metadata() {
        Map<Long, Set<Long>> known = MetadataLock.blockers(tables.locks);
        Map<Long, String> words = MetadataLock.wanted(tables.locks);
        for (SessionRow row : tables.sessions) {
            if (row.waitsForMetadata()) {
                String what = words.get(row.id());
                String told = what == null ? "Lock: " + row.stage() : what;
                known.getOrDefault(row.id(), Set.of())
                        .forEach(holder -> add(row.id(), Long.toString(holder), told));
                if (of(row.id()).isEmpty()) {
                    mentioned(row).forEach(holder -> add(row.id(), Long.toString(holder), told));
                }
                if (of(row.id()).isEmpty()) {
                    unseen++;
                    add(row.id(), UNKNOWN, told);
                }
            }
        }
    }

    /// The plugin shows who holds what, not what is waited for: that is a table which the waiting
    /// statement mentions, or the lock of the whole server.
    private Set<Long> mentioned(SessionRow row) {
        var holders = new LinkedHashSet<Long>();
        String stage = Objects.requireNonNullElse(row.stage(), "");
        String info = Objects.requireNonNullElse(row.info(), "");
        for (MetadataLock lock : tables.pluginLocks) {
            boolean concerned =
                    switch (lock.type()) {
                        case "Table metadata lock" ->
                                stage.equals("Waiting for table metadata lock")
                                        && mentions(info, lock.name());
                        case "User lock" ->
                                stage.equals("User lock") && info.contains("" + lock.schema());
                        case "Backup lock" ->
                                stage.endsWith("backup lock") || stage.contains("global read lock");
                        default -> false;
                    };
            if (concerned && lock.session() != row.id() && !waitsToo(lock.session(), stage)) {
                holders.add(lock.session());
            }
        }
        return holders;
    }

    private boolean waitsToo(long session, String stage) {
        SessionRow row = rows.get(session);
        return row != null && stage.equals(row.stage());
    }

    private static boolean mentions(String statement, @Nullable String table) {
        return table != null
                && !table.isBlank()
                && Pattern.compile(
                                "(?<![\\p{L}\\p{N}_$])"
                                        + Pattern.quote(table)
                                        + "(?![\\p{L}\\p{N}_$])")
                        .matcher(statement)
                        .find();
    }

    private void add(long waiter, String holder, String what) {
        if (!holder.equals(Long.toString(waiter))) {
            blockers.computeIfAbsent(waiter, _ -> new LinkedHashSet<>()).add(holder);
            wanted.putIfAbsent(waiter, what);
        }
    }

    private @Nullable SessionRow waiter(RowWait wait) {
        if (wait.transaction() != null) {
            return rows.get(Long.parseLong(wait.waiter()));
        }
        Transaction known = tables.transactions.get(wait.waiter());
        return known == null ? null : rows.get(known.session());
    }
}
