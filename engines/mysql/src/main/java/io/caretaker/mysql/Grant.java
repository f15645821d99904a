package io.caretaker.mysql;

import java.util.List;

/// What an account needs to see something.
///
/// Source: MariaDB Knowledge Base, "GRANT" (`BINLOG MONITOR` ≥ 10.5.2, `SLAVE MONITOR` ≥ 10.5.9);
/// MySQL 8.0 Reference Manual, "Privileges Provided by MySQL".
enum Grant {
    /// Other accounts' sessions, and what InnoDB says of itself.
    PROCESS,
    /// The same in MySQL, whose threads are in `performance_schema`.
    SESSIONS,
    /// Statistics of statements, locks, connections, channels.
    PERFORMANCE_SCHEMA,
    /// What a replica says of its sources.
    REPLICA,
    /// Which binary logs there are.
    BINARY_LOGS,
    /// That tables exist, without what is in them.
    TABLES;

    /// The statements to run.
    String statement(ServerFacts facts, String account) {
        return String.join(
                "; ",
                privileges(facts.version()).stream()
                        .map(privilege -> "GRANT " + privilege + " TO " + account)
                        .toList());
    }

    private List<String> privileges(ServerVersion version) {
        String schema = "SELECT ON performance_schema.*";
        return switch (this) {
            case PROCESS -> List.of("PROCESS ON *.*");
            case SESSIONS -> List.of("PROCESS ON *.*", schema);
            case PERFORMANCE_SCHEMA -> List.of(schema);
            case REPLICA ->
                    List.of(
                            (version.mariadb() && version.atLeast(10, 5, 9)
                                            ? "SLAVE MONITOR"
                                            : "REPLICATION CLIENT")
                                    + " ON *.*");
            case BINARY_LOGS ->
                    List.of(
                            (version.mariadb() && version.atLeast(10, 5, 2)
                                            ? "BINLOG MONITOR"
                                            : "REPLICATION CLIENT")
                                    + " ON *.*");
            case TABLES -> List.of("SHOW VIEW ON *.*");
        };
    }
}
