package io.caretaker.mysql;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One session as the server tells of it.
///
/// @param threadName MySQL's name of the thread; null where it is not seen
/// @param user as the server has it: its own processes have names, too
/// @param client the client's address, `local` for a socket, null for none
/// @param info the statement that runs, or the last one where the server keeps it; not normalised
/// @param since when it came into its state
/// @param querySince when its current or last statement began; null when that is not known
/// @param transactionSince when its transaction began, as far as the list of sessions tells it
record SessionRow(
        long id,
        @Nullable String threadName,
        @Nullable String user,
        @Nullable String client,
        @Nullable String database,
        String command,
        @Nullable String stage,
        @Nullable String info,
        StateMark mark,
        Instant since,
        @Nullable Instant querySince,
        @Nullable Instant transactionSince) {

    /// Whether it belongs to the server and to no client. MySQL shows its replication under the
    /// name of whoever started it.
    boolean servers() {
        @Nullable String thread = threadName;
        boolean connected =
                thread == null
                        || thread.contains("connection")
                        || thread.startsWith("thread/mysqlx/");
        return !connected || SessionKinds.serversOwn(user);
    }

    /// Whether it waits until nobody uses tables as they were before somebody flushed them, or
    /// wants to flush them. No lock that the server would show.
    boolean waitsForFlush() {
        return "Waiting for table flush".equals(stage);
    }

    /// Whether it waits for a lock on a table's or another object's definition, on the whole
    /// server, or one that programs name themselves.
    ///
    /// Source: MySQL 8.0 Reference Manual, "General Thread States"; MariaDB Knowledge Base,
    /// "General Thread States".
    boolean waitsForMetadata() {
        @Nullable String text = stage;
        return text != null
                && (text.equals("User lock")
                        || (text.startsWith("Waiting for ")
                                && (text.endsWith(" lock") || text.endsWith("backup lock"))));
    }
}
