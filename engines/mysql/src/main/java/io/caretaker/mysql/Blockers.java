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

    private static final String FLUSH = "Lock: table flush";

    /// The number of each of MariaDB's transactions that only read, and may lock rows for it.
    private static final String NO_NUMBER = "0";

    private final SessionTables tables;
    private final Map<Long, SessionRow> rows = new HashMap<>();
    private final Map<Long, Transaction> bySession = new HashMap<>();
    private final Map<String, Transaction> byNumber = new HashMap<>();
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
        for (Transaction transaction : tables.transactions) {
            blockers.bySession.put(transaction.session(), transaction);
            blockers.byNumber.put(transaction.id(), transaction);
        }
        blockers.rowWaits();
        blockers.metadata();
        blockers.flushes();
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
            for (SessionRow row : waiters(wait)) {
                holders(wait, row).forEach(holder -> add(row.id(), holder, "Lock: row"));
            }
        }
        for (Transaction transaction : tables.transactions) {
            SessionRow row = rows.get(transaction.session());
            if (transaction.waits()
                    && row != null
                    && row.mark().running()
                    && of(row.id()).isEmpty()) {
                add(row.id(), UNKNOWN, "Lock: row");
            }
        }
    }

    /// Who does nothing now has got what he waited for since this was written down.
    private List<SessionRow> waiters(RowWait wait) {
        if (wait.transaction() != null) {
            return running(rows.get(Long.parseLong(wait.waiter())));
        }
        return tables.transactions.stream()
                .filter(each -> wait.waiter().equals(each.wanted()))
                .flatMap(each -> running(rows.get(each.session())).stream())
                .toList();
    }

    private static List<SessionRow> running(@Nullable SessionRow row) {
        return row != null && row.mark().running() ? List.of(row) : List.of();
    }

    private List<String> holders(RowWait wait, SessionRow waiter) {
        String transaction = wait.transaction();
        if (transaction != null) {
            String holder = wait.holder();
            return List.of(holder != null ? holder : prepared(byNumber.get(transaction)));
        }
        if (NO_NUMBER.equals(wait.holder())) {
            return readers(wait.waiter(), waiter);
        }
        Transaction holder = byNumber.get(wait.holder());
        return List.of(
                holder == null || holder.session() == 0
                        ? prepared(holder)
                        : Long.toString(holder.session()));
    }

    /// Readers without a number are known when there are just as many of them as are in the way;
    /// else nobody is blamed.
    private List<String> readers(String lock, SessionRow waiter) {
        List<String> candidates =
                tables.transactions.stream()
                        .filter(each ->
                                each.id().equals(NO_NUMBER)
                                        && each.holds()
                                        && !each.waits()
                                        && each.session() != waiter.id())
                        .map(each -> Long.toString(each.session()))
                        .toList();
        long ways =
                tables.rowWaits.stream()
                        .filter(each ->
                                each.waiter().equals(lock) && NO_NUMBER.equals(each.holder()))
                        .count();
        long waiters =
                tables.transactions.stream().filter(each -> lock.equals(each.wanted())).count();
        return ways == candidates.size() * waiters ? candidates : List.of(UNKNOWN);
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

    /// In the way are those who still work with a table that the waiting statement has opened, too.
    private void flushes() {
        for (SessionRow row : tables.sessions) {
            if (row.waitsForFlush()) {
                tables.locks.stream()
                        .filter(lock -> uses(lock, row.id()))
                        .flatMap(lock -> tables.locks.stream().filter(lock::onSame))
                        .filter(other -> works(other.session()))
                        .forEach(other -> add(row.id(), Long.toString(other.session()), FLUSH));
                if (of(row.id()).isEmpty()) {
                    add(row.id(), UNKNOWN, FLUSH);
                }
            }
        }
    }

    private static boolean uses(MetadataLock lock, long session) {
        return lock.session() == session && lock.type().equals("TABLE") && !lock.pending();
    }

    private boolean works(long session) {
        @Nullable SessionRow row = rows.get(session);
        return row != null && row.mark().running() && !row.waitsForFlush();
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
}
