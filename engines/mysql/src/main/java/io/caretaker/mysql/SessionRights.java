package io.caretaker.mysql;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What caretaker's account may do with sessions, from its grants. Immutable.
///
/// Source: MySQL 8.0 Reference Manual, "Privileges Provided by MySQL" and "KILL Statement"; MariaDB
/// Knowledge Base, "GRANT" (CONNECTION ADMIN ≥ 10.5.2, before that SUPER) and "KILL". An account
/// may always end its own sessions. Which accounts have MySQL's SYSTEM_USER is told to nobody who
/// may not read the tables of accounts; the server says so when such a session is to be ended.
///
/// @param account as GRANT takes it: `'caretaker_monitor'@'localhost'`
/// @param global privileges for the whole server, in capitals
record SessionRights(ServerVersion version, String user, String account, Set<String> global) {
    private static final Pattern GLOBAL =
            Pattern.compile("GRANT (.+?) ON \\*\\.\\* TO .*", Pattern.CASE_INSENSITIVE);

    SessionRights {
        global = Set.copyOf(global);
    }

    /// @param currentUser as CURRENT_USER() tells it: `name@host`
    /// @param grants lines of SHOW GRANTS
    static SessionRights of(ServerVersion version, String currentUser, List<String> grants) {
        int at = currentUser.lastIndexOf('@');
        String user = at < 0 ? currentUser : currentUser.substring(0, at);
        String host = at < 0 ? "%" : currentUser.substring(at + 1);
        var global = new HashSet<String>();
        for (String grant : grants) {
            Matcher matcher = GLOBAL.matcher(grant);
            if (matcher.matches()) {
                for (String privilege : matcher.group(1).split(",", -1)) {
                    global.add(privilege.strip().toUpperCase(Locale.ROOT));
                }
            }
        }
        return new SessionRights(version, user, quoted(user) + "@" + quoted(host), global);
    }

    boolean seesAll() {
        return has("PROCESS");
    }

    boolean mayEndOthers() {
        return has("SUPER") || has(ender());
    }

    /// Whether a right may be missing that is granted by now: one for the whole server counts from
    /// the next log-in on.
    boolean lacking() {
        return !seesAll() || !mayEndOthers();
    }

    /// Why the account may not end the session of a user; null when it may.
    @Nullable String objection(@Nullable String owner) {
        if (mayEndOthers() || user.equals(owner)) {
            return null;
        }
        return "the account lacks the right; " + grant(ender());
    }

    /// What would have let it end a session that the server did not let it end.
    String missing() {
        return mayEndOthers() && !version.mariadb()
                ? "it belongs to an account with SYSTEM_USER; " + grant("SYSTEM_USER")
                : grant(ender());
    }

    String grant(String privilege) {
        return "GRANT " + privilege + " ON *.* TO " + account;
    }

    String grantOnPerformanceSchema() {
        return "GRANT SELECT ON performance_schema.* TO " + account;
    }

    private String ender() {
        if (version.mariadb()) {
            return version.atLeast(10, 5, 2) ? "CONNECTION ADMIN" : "SUPER";
        }
        return version.atLeast(8, 0, 0) ? "CONNECTION_ADMIN" : "SUPER";
    }

    private boolean has(String privilege) {
        return global.contains(privilege)
                || global.contains("ALL PRIVILEGES")
                || global.contains("ALL");
    }

    private static String quoted(String name) {
        return "'" + name.replace("'", "''") + "'";
    }
}
