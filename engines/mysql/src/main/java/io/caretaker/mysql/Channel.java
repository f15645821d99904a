package io.caretaker.mysql;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One source of a replica: a channel of MySQL, a connection of MariaDB. Immutable.
///
/// The server's error text is left out on purpose, because it quotes statements and rows.
///
/// Source: MySQL Reference Manual 5.7 to 8.4, "SHOW REPLICA STATUS" (other words before 8.0.22);
/// MariaDB Knowledge Base, "SHOW REPLICA STATUS" (10.6 to 11.8).
///
/// @param name empty for the only one
/// @param source address of the source, as the replica knows it
/// @param receives whether the thread says that it is connected
/// @param applies whether the thread says that it runs
/// @param lagSeconds without the delay that is wanted; not a number when the server does not know
/// @param waitingBytes log received but not applied; not a number when unknown
/// @param relayBytes size of the relay log
/// @param position what was received up to now; changes whenever something comes
/// @param heartbeatSeconds how often an idle source shows life; 0 never, not a number when unknown
record Channel(
        String name,
        String source,
        boolean receives,
        boolean applies,
        int receiveError,
        int applyError,
        double lagSeconds,
        double delaySeconds,
        double waitingBytes,
        double relayBytes,
        String position,
        double heartbeatSeconds,
        String gtid) {

    static Channel of(Map<String, @Nullable String> row) {
        double delay = Math.max(0, orZero(number(row, "SQL_Delay")));
        double lag = Numbers.of(either(row, "Seconds_Behind_Source", "Seconds_Behind_Master"));
        return new Channel(
                text(row, "Channel_Name", "Connection_name"),
                text(row, "Source_Host", "Master_Host")
                        + ":"
                        + text(row, "Source_Port", "Master_Port"),
                yes(either(row, "Replica_IO_Running", "Slave_IO_Running")),
                yes(either(row, "Replica_SQL_Running", "Slave_SQL_Running")),
                (int) orZero(number(row, "Last_IO_Errno")),
                (int) orZero(number(row, "Last_SQL_Errno")),
                Math.max(0, lag - delay),
                delay,
                waiting(row),
                number(row, "Relay_Log_Space"),
                text(row, "Source_Log_File", "Master_Log_File")
                        + ":"
                        + text(row, "Read_Source_Log_Pos", "Read_Master_Log_Pos")
                        + "/"
                        + text(row, "Retrieved_Gtid_Set", "Gtid_IO_Pos")
                        + "/"
                        + text(row, "Slave_received_heartbeats", "Slave_received_heartbeats"),
                number(row, "Slave_heartbeat_period"),
                text(row, "Using_Gtid", "Auto_Position"));
    }

    /// The same with a heartbeat that was learned elsewhere.
    Channel promising(double everySeconds) {
        return new Channel(
                name,
                source,
                receives,
                applies,
                receiveError,
                applyError,
                lagSeconds,
                delaySeconds,
                waitingBytes,
                relayBytes,
                position,
                everySeconds,
                gtid);
    }

    /// How people tell this source from others.
    String label() {
        return name.isEmpty() ? source : name + " (" + source + ")";
    }

    /// Why it stands still; null when both threads say that they run.
    @Nullable String stopped() {
        if (receives && applies) {
            return null;
        }
        int error = applies ? receiveError : applyError;
        return "replication "
                + (applies ? "receives nothing" : "applies nothing")
                + (error == 0 ? "" : " (error " + ReplicationErrors.named(error) + ")");
    }

    /// Positions can be compared within one file only; else the relay log tells about how much it
    /// is.
    private static double waiting(Map<String, @Nullable String> row) {
        String reading = text(row, "Source_Log_File", "Master_Log_File");
        String applying = text(row, "Relay_Source_Log_File", "Relay_Master_Log_File");
        double waiting =
                reading.equals(applying)
                        ? Numbers.of(either(row, "Read_Source_Log_Pos", "Read_Master_Log_Pos"))
                                - Numbers.of(
                                        either(row, "Exec_Source_Log_Pos", "Exec_Master_Log_Pos"))
                        : number(row, "Relay_Log_Space") - number(row, "Relay_Log_Pos");
        return Math.max(0, waiting);
    }

    private static boolean yes(@Nullable String value) {
        return "Yes".equals(value);
    }

    private static double number(Map<String, @Nullable String> row, String name) {
        return Numbers.of(row.get(name));
    }

    private static double orZero(double value) {
        return Double.isNaN(value) ? 0 : value;
    }

    private static String text(Map<String, @Nullable String> row, String name, String other) {
        String value = either(row, name, other);
        return value == null ? "" : value;
    }

    private static @Nullable String either(
            Map<String, @Nullable String> row, String name, String other) {
        String value = row.get(name);
        return value == null ? row.get(other) : value;
    }
}
