package io.caretaker.cli.render;

import io.caretaker.core.check.Fault;
import io.caretaker.core.health.HealthAlert;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The commands that show what is behind an alert, and what can be done about it. Pure.
final class NextSteps {
    private static final Set<String> LOCKS =
            Set.of("blocked_locks", "blocked_sessions", "longest_lock_wait_s", "total_locks");

    private static final Set<String> SESSIONS =
            Set.of(
                    "total_connections",
                    "connection_usage_percent",
                    "idle_in_transaction",
                    "longest_idle_in_transaction_s",
                    "longest_transaction_s",
                    "long_running_queries",
                    "longest_query_s");

    private static final Set<String> REPLICATION =
            Set.of("replication_io_running", "replication_sql_running");

    private NextSteps() {}

    /// What helps when there is no log-in; none for what only time or the network's people heal.
    static List<String> after(Fault fault, String service) {
        return switch (fault) {
            case AUTHENTICATION ->
                    List.of(
                            "correct the account or its password; where caretaker made it,"
                                    + " `caretaker adopt` makes a new password");
            case REFUSED ->
                    List.of(
                            "`caretaker recover "
                                    + service
                                    + "` starts the server, where the daemon runs and knows how");
            default -> List.of();
        };
    }

    /// One line each; none where no command looks behind the alerts.
    static List<String> after(List<HealthAlert> alerts, String service) {
        boolean locks = alerts.stream().anyMatch(alert -> LOCKS.contains(alert.metric()));
        boolean sessions = alerts.stream().anyMatch(alert -> SESSIONS.contains(alert.metric()));
        boolean broken = alerts.stream().anyMatch(alert -> REPLICATION.contains(alert.metric()));
        return Stream.of(
                        broken ? "`SHOW REPLICA STATUS` on the server tells the whole error" : "",
                        locks ? "`caretaker locks " + service + "` shows who blocks whom" : "",
                        sessions ? "`caretaker sessions " + service + "` shows who does what" : "",
                        locks || sessions
                                ? "`caretaker cleanup "
                                        + service
                                        + " --dry-run` shows what a clean-up would end"
                                : "")
                .filter(line -> !line.isEmpty())
                .toList();
    }
}
