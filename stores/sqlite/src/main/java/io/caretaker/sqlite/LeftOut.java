package io.caretaker.sqlite;

import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells of rows that cannot be understood, each reason once. Thread-safe.
final class LeftOut {
    private static final int MOST = 100;

    private final Set<String> told = new HashSet<>();

    synchronized void tell(String table, String reason) {
        if (told.size() < MOST && told.add(table + ": " + reason)) {
            Log.LOG
                    .atWarn()
                    .addKeyValue("table", table)
                    .addKeyValue("reason", reason)
                    .log("a document of the store is left out");
        }
    }

    /// Loaded when something is to be said: a command line has no time for it before.
    private static final class Log {
        static final Logger LOG = LoggerFactory.getLogger("store");
    }
}
