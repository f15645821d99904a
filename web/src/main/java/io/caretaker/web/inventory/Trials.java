package io.caretaker.web.inventory;

import io.caretaker.core.health.ConnectionLeg;
import io.caretaker.core.health.ConnectionReport;
import io.caretaker.core.health.EngineKind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// What a trial of a log-in means, in plain words. Pure.
final class Trials {
    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");

    private Trials() {}

    static DatabaseFormPage.Trial of(ConnectionReport report, DatabaseForm form) {
        return new DatabaseFormPage.Trial(
                look(report.verdict()),
                headline(report.verdict())
                        + (report.version() == null
                                ? ""
                                : " (" + report.engine().title() + " " + report.version() + ")"),
                report.message(),
                report.details() == null ? "" : report.details(),
                report.legs(),
                todo(report, form),
                statements(report, form),
                report.advice());
    }

    private static String look(ConnectionReport.Verdict verdict) {
        return switch (verdict) {
            case READY -> "is-good";
            case LIMITED, NOT_READY, UNKNOWN -> "is-doubt";
            case VERSION_NOT_SUPPORTED,
                    OTHER_ENGINE,
                    LOG_IN_REFUSED,
                    TLS_NOT_ACCEPTED,
                    NOT_REACHABLE ->
                    "is-bad";
        };
    }

    private static String headline(ConnectionReport.Verdict verdict) {
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

    private static List<String> todo(ConnectionReport report, DatabaseForm form) {
        return switch (report.verdict()) {
            case READY, VERSION_NOT_SUPPORTED, UNKNOWN -> List.of();
            case LIMITED -> new ArrayList<>(report.missing());
            case OTHER_ENGINE -> List.of("Choose the engine that answers");
            case LOG_IN_REFUSED ->
                    List.of(
                            "See whether the user and the password are right",
                            "See whether the server lets this machine in"
                                    + (form.knownKind() == EngineKind.POSTGRESQL
                                            ? " (pg_hba.conf)"
                                            : ""),
                            "If there is no account for caretaker yet, an administrator makes one");
            case TLS_NOT_ACCEPTED ->
                    List.of(
                            "“Encrypted, not verified” does without the certificate's name and"
                                    + " authority",
                            "“Off” does without encryption; only where the network is your own");
            case NOT_REACHABLE -> unreached(report, form);
            case NOT_READY -> List.of("Try it again in a moment");
        };
    }

    /// What the leg needs at which it ended.
    private static List<String> unreached(ConnectionReport report, DatabaseForm form) {
        return report.legs().stream().anyMatch(each -> each.leg() == ConnectionLeg.Leg.SSH)
                ? report.legs().stream()
                        .map(ConnectionLeg::hint)
                        .filter(each -> !each.isEmpty())
                        .map(Trials::sentence)
                        .toList()
                : List.of(
                        "See the port: "
                                + form.knownKind().title()
                                + " usually has "
                                + form.knownKind().defaultPort(),
                        "See whether the server listens on that address, and whether a"
                                + " firewall is between");
    }

    private static String sentence(String hint) {
        return Character.toUpperCase(hint.charAt(0)) + hint.substring(1);
    }

    private static List<String> statements(ConnectionReport report, DatabaseForm form) {
        boolean plain = PLAIN_NAME.matcher(form.user()).matches();
        if (report.verdict() != ConnectionReport.Verdict.LOG_IN_REFUSED || !plain) {
            return List.of();
        }
        return account(form.knownKind(), form.user());
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
