package io.caretaker.core.health;

import io.caretaker.core.health.ConnectionReport.Verdict;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a trial of a log-in means, and what helps, in plain words. Pure.
public final class ConnectionAdvice {
    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");

    private ConnectionAdvice() {}

    /// The verdict in a few words, with the server's version where it is known.
    public static String headline(ConnectionReport report) {
        String version = report.version();
        return words(report.verdict())
                + (version == null ? "" : " (" + report.engine().title() + " " + version + ")");
    }

    private static String words(Verdict verdict) {
        return switch (verdict) {
            case READY -> "It works";
            case LIMITED -> "It works, and something cannot be seen yet";
            case VERSION_NOT_SUPPORTED -> "This version is too old";
            case OTHER_ENGINE -> "Another engine answers there";
            case LOG_IN_REFUSED -> "The log-in is refused";
            case TLS_NOT_ACCEPTED -> "No encrypted connection came about";
            case NOT_REACHABLE -> "It is not reached";
            case NOT_READY -> "It is not ready";
            case UNKNOWN -> "It could not be tried";
        };
    }

    /// What to do about it, each in a sentence; empty when nothing is to be done.
    public static List<String> todo(ConnectionReport report) {
        return switch (report.verdict()) {
            case READY, VERSION_NOT_SUPPORTED, UNKNOWN -> List.of();
            case LIMITED -> report.missing();
            case OTHER_ENGINE -> List.of("Choose the engine that answers");
            case LOG_IN_REFUSED ->
                    List.of(
                            "See whether the user and the password are right",
                            "See whether the server lets this machine in"
                                    + (report.engine() == EngineKind.POSTGRESQL
                                            ? " (pg_hba.conf)"
                                            : ""),
                            "If there is no account for caretaker yet, an administrator makes one");
            case TLS_NOT_ACCEPTED ->
                    List.of(
                            "TLS mode “require” (encrypted, not verified) does without the"
                                    + " certificate's name and authority",
                            "TLS mode “off” does without encryption; only where the network is"
                                    + " your own");
            case NOT_REACHABLE -> unreached(report);
            case NOT_READY -> List.of("Try it again in a moment");
        };
    }

    /// What the leg needs at which it ended.
    private static List<String> unreached(ConnectionReport report) {
        EngineKind engine = report.engine();
        return report.legs().stream().anyMatch(each -> each.leg() == ConnectionLeg.Leg.SSH)
                ? report.legs().stream()
                        .map(ConnectionLeg::hint)
                        .filter(each -> !each.isEmpty())
                        .map(ConnectionAdvice::sentence)
                        .toList()
                : List.of(
                        "See the port: " + engine.title() + " usually has " + engine.defaultPort(),
                        "See whether the server listens on that address, and whether a"
                                + " firewall is between");
    }

    private static String sentence(String hint) {
        return Character.toUpperCase(hint.charAt(0)) + hint.substring(1);
    }

    /// What an administrator of the server would type; empty when that would not help.
    public static List<String> statements(ConnectionReport report, @Nullable String user) {
        return report.verdict() == Verdict.LOG_IN_REFUSED
                        && user != null
                        && PLAIN_NAME.matcher(user).matches()
                ? account(report.engine(), user)
                : List.of();
    }

    /// What an administrator types to make an account with the least that is needed.
    ///
    /// Source: PostgreSQL manual, "Predefined Roles"; MySQL manual, "Privileges Provided by MySQL";
    /// MariaDB knowledge base, "GRANT"; MongoDB manual, "Built-In Roles".
    static List<String> account(EngineKind engine, String user) {
        return switch (engine) {
            case POSTGRESQL ->
                    List.of(
                            "CREATE ROLE " + user + " LOGIN PASSWORD '…';",
                            "GRANT pg_monitor, pg_signal_backend TO " + user + ";");
            case MYSQL ->
                    List.of(
                            "CREATE USER '" + user + "'@'%' IDENTIFIED BY '…';",
                            "GRANT PROCESS, REPLICATION CLIENT, CONNECTION_ADMIN ON *.* TO '"
                                    + user
                                    + "'@'%';",
                            "GRANT SELECT ON performance_schema.* TO '" + user + "'@'%';");
            case MARIADB ->
                    List.of(
                            "CREATE USER '" + user + "'@'%' IDENTIFIED BY '…';",
                            "GRANT PROCESS, BINLOG MONITOR, SLAVE MONITOR, CONNECTION ADMIN ON *.*"
                                    + " TO '"
                                    + user
                                    + "'@'%';",
                            "GRANT SELECT ON performance_schema.* TO '" + user + "'@'%';");
            case MONGODB ->
                    List.of(
                            "db.getSiblingDB(\"admin\").createUser({user: \""
                                    + user
                                    + "\", pwd: passwordPrompt(), roles: [\"clusterMonitor\"]})");
        };
    }
}
