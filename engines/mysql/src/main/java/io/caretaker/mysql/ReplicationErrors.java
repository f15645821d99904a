package io.caretaker.mysql;

import java.util.Map;

/// What the numbers of errors mean that replication stops at.
///
/// Source: MySQL 8.0 Error Message Reference; MariaDB Knowledge Base, "MariaDB Error Codes".
final class ReplicationErrors {
    private static final Map<Integer, String> MEANINGS =
            Map.ofEntries(
                    Map.entry(1007, "the database is there already"),
                    Map.entry(1008, "the database is not there"),
                    Map.entry(1032, "a row to change is not there"),
                    Map.entry(1045, "the source refuses the account"),
                    Map.entry(1049, "a database is missing"),
                    Map.entry(1050, "the table is there already"),
                    Map.entry(1051, "the table is not there"),
                    Map.entry(1054, "a column is missing"),
                    Map.entry(1062, "a row with this key is there already"),
                    Map.entry(1114, "a table is full"),
                    Map.entry(1146, "a table is missing"),
                    Map.entry(1205, "waited too long for a lock"),
                    Map.entry(1213, "deadlock"),
                    Map.entry(1236, "the source no longer has, or never had, the log asked for"),
                    Map.entry(1290, "the server is read-only for it"),
                    Map.entry(1451, "a foreign key still points at the row"),
                    Map.entry(1452, "the row that a foreign key points at is missing"),
                    Map.entry(1593, "source and replica do not match, such as the same server id"),
                    Map.entry(1594, "the relay log cannot be read"),
                    Map.entry(1677, "a column has another type"),
                    Map.entry(1756, "a thread that applies in parallel stopped"),
                    Map.entry(1782, "the transactions have no GTID, which is asked for"),
                    Map.entry(1872, "the replica's own records could not be read"),
                    Map.entry(1944, "the source says another server has this GTID"),
                    Map.entry(1950, "a GTID out of order: the replica has transactions of its own"),
                    Map.entry(2003, "the source cannot be reached"),
                    Map.entry(2005, "the source's name is unknown"),
                    Map.entry(2013, "the connection to the source broke"),
                    Map.entry(2026, "TLS with the source failed"),
                    Map.entry(2061, "the log-in at the source needs TLS or its public key"),
                    Map.entry(13114, "the source no longer has, or never had, the log asked for"),
                    Map.entry(13117, "source and replica do not match, such as the same server id"),
                    Map.entry(13121, "the relay log cannot be read"));

    private ReplicationErrors() {}

    /// The number, with its meaning where it is known.
    static String named(int error) {
        String meaning = MEANINGS.get(error);
        return meaning == null ? Integer.toString(error) : error + ": " + meaning;
    }
}
