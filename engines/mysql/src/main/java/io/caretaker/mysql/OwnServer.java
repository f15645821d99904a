package io.caretaker.mysql;

import java.util.List;

/// Keeps what a session changes on the server it is on: nothing goes to the binary log, and nothing
/// to the other nodes of a Galera cluster, which `sql_log_bin` alone does not keep it from. Pure.
///
/// Source: MySQL 8.0 Reference Manual, "SET sql_log_bin Statement"; MariaDB Knowledge Base, "SET
/// SQL_LOG_BIN", "Galera Cluster System Variables", `wsrep_on`; tried on two nodes of MariaDB
/// 10.11.
final class OwnServer {
    private OwnServer() {}

    /// To be run first, each without its semicolon; sets `sql_mode` to nothing besides.
    static List<String> statements(ServerVersion version) {
        String variables =
                (version.mariadb() ? "information_schema" : "performance_schema")
                        + ".session_variables";
        return List.of(
                "set session sql_log_bin = 0, sql_mode = ''",
                "set @caretaker = if((select count(*) from "
                        + variables
                        + " where variable_name = 'wsrep_on' and variable_value = 'ON') > 0,"
                        + " 'set session wsrep_on = off', 'do 0')",
                "prepare caretaker from @caretaker",
                "execute caretaker");
    }
}
