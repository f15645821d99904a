package io.caretaker.mysql;

import io.caretaker.core.check.Fault;
import io.caretaker.core.health.DatabaseReply;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.Locale;
import javax.net.ssl.SSLException;

/// Judges a failed log-in or round trip by the server's code, and where there is none by what
/// broke. Pure.
///
/// Source: MySQL 8.0 Error Message Reference, "Server Error Messages"; MariaDB Knowledge Base,
/// "MariaDB Error Codes". Each code means the same in both dialects where both have it.
final class Refusals {
    private Refusals() {}

    static DatabaseReply.Refused of(SQLException failure) {
        DatabaseReply.Refused byServer = failure.getErrorCode() > 0 ? byServer(failure) : null;
        return byServer == null ? byConnection(failure) : byServer;
    }

    /// Whether the connection is gone, so that a kept one may be worth replacing at once: reset,
    /// closed for idleness (4031), killed (1927), or ended by a shutdown that may be over by now.
    static boolean connectionLost(SQLException failure) {
        if (failure instanceof SQLTimeoutException
                || cause(failure, SocketTimeoutException.class)) {
            return false;
        }
        String state = failure.getSQLState();
        return switch (failure.getErrorCode()) {
            case 1053, 1927, 3169, 4031 -> true;
            default ->
                    cause(failure, IOException.class) || (state != null && state.startsWith("08"));
        };
    }

    /// Whether nothing more can be asked over the connection, for whatever reason.
    static boolean connectionUseless(SQLException failure) {
        return connectionLost(failure)
                || failure instanceof SQLTimeoutException
                || cause(failure, IOException.class);
    }

    private static DatabaseReply.Refused byServer(SQLException failure) {
        return switch (failure.getErrorCode()) {
            case 1045, 1698 ->
                    refused(Fault.AUTHENTICATION, "refused the account or its password", failure);
            case 1044, 1049 ->
                    refused(Fault.AUTHENTICATION, "refused access to the database", failure);
            case 1251, 2059 ->
                    refused(Fault.AUTHENTICATION, "wants another log-in method", failure);
            case 1820, 1862 -> refused(Fault.AUTHENTICATION, "says the password expired", failure);
            case 3118, 4151 -> refused(Fault.AUTHENTICATION, "says the account is locked", failure);
            case 1227, 1142, 1143 ->
                    refused(Fault.AUTHENTICATION, "lets the account read nothing", failure);
            case 1129 ->
                    refused(
                            Fault.AUTHENTICATION,
                            "has blocked this host; FLUSH HOSTS there lifts it",
                            failure);
            case 1130 ->
                    refused(
                            Fault.AUTHENTICATION,
                            "allows no account from this host; look at the host part of the"
                                    + " account",
                            failure);
            case 3032 -> refused(Fault.AUTHENTICATION, "is in offline mode", failure);
            case 3159 -> refused(Fault.TLS, "takes only encrypted connections; set tls", failure);
            case 1040 -> refused(Fault.OVERLOADED, "has no connection left", failure);
            case 1203, 1226 ->
                    refused(Fault.OVERLOADED, "has no connection left for the account", failure);
            case 1047 -> refused(Fault.STARTING, "is not ready in its cluster yet", failure);
            case 1053 -> refused(Fault.STOPPING, "is shutting down", failure);
            case 1927 -> refused(Fault.CLOSED, "ended the connection", failure);
            case 1969, 3024 ->
                    refused(Fault.TIMED_OUT, "did not answer a check within its limit", failure);
            default -> refused(Fault.UNEXPECTED_ANSWER, "answered with an error", failure);
        };
    }

    private static DatabaseReply.Refused byConnection(SQLException failure) {
        String text = allMessages(failure).toLowerCase(Locale.ROOT);
        if (failure instanceof SQLTimeoutException
                || cause(failure, SocketTimeoutException.class)) {
            return refused(Fault.TIMED_OUT, "did not answer in time", failure);
        }
        if (cause(failure, UnknownHostException.class)) {
            return refused(Fault.NAME_NOT_FOUND, "has a name that does not exist", failure);
        }
        if (cause(failure, NoRouteToHostException.class)
                || cause(failure, PortUnreachableException.class)
                || text.contains("network is unreachable")) {
            return refused(Fault.UNREACHABLE, "cannot be reached", failure);
        }
        if (cause(failure, ConnectException.class)) {
            return refused(Fault.REFUSED, "does not accept connections", failure);
        }
        if (cause(failure, SSLException.class)
                || cause(failure, GeneralSecurityException.class)
                || text.contains("ssl")) {
            return refused(Fault.TLS, "could not agree on TLS", failure);
        }
        if (text.contains("authentication plugin") || text.contains("public key")) {
            return refused(Fault.AUTHENTICATION, "wants another log-in method", failure);
        }
        if (cause(failure, EOFException.class)
                || cause(failure, SocketException.class)
                || text.contains("unexpected end of stream")
                || text.contains("connection is closed")) {
            return refused(Fault.CLOSED, "closed the connection", failure);
        }
        return refused(Fault.UNEXPECTED_ANSWER, "does not speak the MySQL protocol", failure);
    }

    private static DatabaseReply.Refused refused(
            Fault fault, String message, SQLException failure) {
        return new DatabaseReply.Refused(fault, "the server " + message, details(failure));
    }

    /// What the server said; where it said nothing, what the network did rather than how the driver
    /// was set up.
    private static String details(SQLException failure) {
        String message = failure.getMessage() == null ? "" : failure.getMessage();
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof ConnectException && t.getMessage() != null) {
                message = t.getMessage();
            }
        }
        return failure.getErrorCode() <= 0
                ? message
                : "[" + failure.getErrorCode() + "] " + message;
    }

    private static boolean cause(Throwable failure, Class<? extends Throwable> kind) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (kind.isInstance(t)) {
                return true;
            }
        }
        return false;
    }

    private static String allMessages(Throwable failure) {
        var text = new StringBuilder();
        for (Throwable t = failure; t != null; t = t.getCause()) {
            text.append(t.getMessage()).append('\n');
        }
        return text.toString();
    }
}
