package io.caretaker.mysql;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// What cannot be seen of a server, and the statement or setting that would show it. Pure.
///
/// Source: MySQL 8.0 Reference Manual, "Server Error Message Reference", "Error Log Filtering",
/// "Performance Schema Quick Start"; MariaDB Knowledge Base, "log_warnings", "Performance Schema
/// Overview".
final class Lacks {
    private static final double WITH_LOG_INS_MARIADB = 2;
    private static final double WITH_LOG_INS_MYSQL = 3;
    private static final String HIDDEN = ": this account may not see that: ";

    private Lacks() {}

    static List<String> of(ServerFacts facts) {
        var lacks = new ArrayList<String>();
        boolean mariadb = facts.version().mariadb();
        if (!facts.on("performance_schema")) {
            lacks.add(
                    "the times of statements and slow queries are not known: set performance_schema"
                            + " = ON in the server's configuration and restart it");
        }
        boolean told =
                mariadb
                        ? !(Settings.value(facts, "log_warnings") < WITH_LOG_INS_MARIADB)
                        : !(Settings.value(facts, "log_error_verbosity") < WITH_LOG_INS_MYSQL);
        if (!told) {
            lacks.add(
                    "refused log-ins are not written to the server's log: SET "
                            + (mariadb
                                    ? "GLOBAL log_warnings = 2"
                                    : "PERSIST log_error_verbosity = 3"));
        }
        return lacks;
    }

    /// The same notes, with all that one grant would show in one of them.
    static List<String> together(List<String> notes) {
        var hidden = new LinkedHashMap<String, String>();
        for (String note : notes) {
            int cut = note.indexOf(HIDDEN);
            if (cut >= 0) {
                hidden.merge(
                        note.substring(cut),
                        note.substring(0, cut),
                        (before, more) -> before + ", " + more);
            } else {
                hidden.put(note, "");
            }
        }
        return hidden.entrySet().stream().map(each -> each.getValue() + each.getKey()).toList();
    }

    /// A reading that did not work.
    ///
    /// @param account as the server calls it, quoted
    static String failed(
            ServerFacts facts, String account, String sees, Grant grant, SQLException failure) {
        return sees
                + ": "
                + switch (failure.getErrorCode()) {
                    case 1044, 1142, 1143, 1227, 1370 ->
                            HIDDEN.substring(2) + grant.statement(facts, account);
                    case 1205 -> "a lock was in the way; asked again later";
                    case 1047 -> "the node is not ready in its cluster";
                    case 1969, 3024, 1317 -> "the server took too long to tell; asked again later";
                    case 0, -1 -> "the server did not tell in time; asked again later";
                    default -> "the server answered with error " + failure.getErrorCode();
                };
    }
}
