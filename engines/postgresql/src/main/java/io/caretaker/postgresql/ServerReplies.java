package io.caretaker.postgresql;

import io.caretaker.core.check.Fault;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.health.DatabaseTarget;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/// Tells from the server's codes, or from what became of the connection, why there is no session.
///
/// Source: PostgreSQL manual, appendix "PostgreSQL Error Codes" (12 to 18).
final class ServerReplies {
    private static final Set<String> SESSION_ENDED =
            Set.of("57P01", "57P02", "57P03", "57P05", "25P03");

    private ServerReplies() {}

    static DatabaseReply.Refused timedOut(DatabaseTarget target) {
        return new DatabaseReply.Refused(Fault.TIMED_OUT, sentence(target, Fault.TIMED_OUT), null);
    }

    static DatabaseReply.Refused of(DatabaseTarget target, SQLException failure) {
        Fault fault = fault(failure);
        return new DatabaseReply.Refused(fault, sentence(target, fault), details(failure));
    }

    /// The driver stumbled over what came.
    static DatabaseReply.Refused garbled(DatabaseTarget target, RuntimeException failure) {
        return new DatabaseReply.Refused(
                Fault.UNEXPECTED_ANSWER,
                sentence(target, Fault.UNEXPECTED_ANSWER),
                failure.getClass().getSimpleName());
    }

    /// Whether the session is over, so that a new one has to be tried.
    static boolean connectionLost(SQLException failure) {
        String state = state(failure);
        return state.startsWith("08") || SESSION_ENDED.contains(state);
    }

    static Fault fault(SQLException failure) {
        return fromServer(failure) ? byCode(failure) : byCause(failure);
    }

    private static Fault byCode(SQLException failure) {
        String state = state(failure);
        return switch (state) {
            case "57P03" -> starting(failure) ? Fault.STARTING : Fault.STOPPING;
            case "57P01", "57P02", "57P05", "25P03" -> Fault.CLOSED;
            case "53200", "53300", "53400" -> Fault.OVERLOADED;
            case "28P01", "28000", "42501" -> Fault.AUTHENTICATION;
            case "57014" -> Fault.TIMED_OUT;
            // The database is not there, or refuses everybody; the server is well.
            case "3D000" -> Fault.AUTHENTICATION;
            case "55000" -> logIn(failure) ? Fault.AUTHENTICATION : Fault.UNEXPECTED_ANSWER;
            default -> Fault.UNEXPECTED_ANSWER;
        };
    }

    /// Whether it is the log-in that failed: what a statement runs into does not end the session.
    private static boolean logIn(SQLException failure) {
        return failure instanceof PSQLException server
                && server.getServerErrorMessage() != null
                && "FATAL".equals(server.getServerErrorMessage().getSeverity());
    }

    /// The message is in the server's language; one that is not understood counts as starting,
    /// which means waiting.
    private static boolean starting(SQLException failure) {
        return !message(failure).contains("shutting down");
    }

    private static Fault byCause(SQLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            @Nullable Fault fault = ofNetwork(cause);
            if (fault != null) {
                return fault;
            }
        }
        return byDriver(failure);
    }

    private static @Nullable Fault ofNetwork(Throwable cause) {
        return switch (cause) {
            case UnknownHostException _ -> Fault.NAME_NOT_FOUND;
            case SSLException _ -> Fault.TLS;
            case SocketTimeoutException _ -> Fault.TIMED_OUT;
            case NoRouteToHostException _ -> Fault.UNREACHABLE;
            case ConnectException failure -> connecting(failure);
            case SocketException failure -> socket(failure);
            case EOFException _ -> Fault.CLOSED;
            default -> null;
        };
    }

    private static Fault connecting(ConnectException failure) {
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        if (message.contains("timed out")) {
            return Fault.TIMED_OUT;
        }
        return message.contains("unreachable") ? Fault.UNREACHABLE : Fault.REFUSED;
    }

    private static Fault socket(SocketException failure) {
        return String.valueOf(failure.getMessage()).contains("unreachable")
                ? Fault.UNREACHABLE
                : Fault.CLOSED;
    }

    /// What the driver itself says without a cause: TLS that is not offered, a name that the
    /// certificate does not have, a password that is missing.
    private static Fault byDriver(SQLException failure) {
        String message = message(failure);
        if (message.contains("SSL") || message.contains("hostnameverifier")) {
            return Fault.TLS;
        }
        return switch (state(failure)) {
            case "08004", "28P01", "28000" -> Fault.AUTHENTICATION;
            case "08003", "08006" -> Fault.CLOSED;
            default -> Fault.UNEXPECTED_ANSWER;
        };
    }

    private static String sentence(DatabaseTarget target, Fault fault) {
        String address = "PostgreSQL at " + target.address();
        return switch (fault) {
            case REFUSED -> "nobody listens at " + target.address();
            case TIMED_OUT -> address + " did not answer in time";
            case CLOSED -> address + " closed the connection";
            case NAME_NOT_FOUND -> "the name " + target.host() + " does not exist";
            case UNREACHABLE -> "there is no route to " + target.host();
            case TLS -> address + " and caretaker do not agree on TLS";
            case AUTHENTICATION -> address + " refused the log-in" + account(target);
            case STARTING -> address + " is starting or recovering";
            case STOPPING -> address + " is shutting down";
            case OVERLOADED ->
                    address
                            + " takes no more connections: its limit, or that of the account or"
                            + " database, is reached";
            case UNEXPECTED_ANSWER, NOT_RUNNING, CRITICAL -> address + " answered unexpectedly";
        };
    }

    private static String account(DatabaseTarget target) {
        return target.user() == null ? "" : " of " + target.user();
    }

    private static String details(SQLException failure) {
        String text = state(failure) + ": " + message(failure);
        Throwable cause = failure.getCause();
        return cause == null || fromServer(failure) ? text : text + " (" + cause.getMessage() + ")";
    }

    private static boolean fromServer(SQLException failure) {
        return failure instanceof PSQLException server && server.getServerErrorMessage() != null;
    }

    private static String state(SQLException failure) {
        return Objects.requireNonNullElse(failure.getSQLState(), "no code");
    }

    private static String message(SQLException failure) {
        return String.valueOf(failure.getMessage());
    }
}
