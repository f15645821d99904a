package io.caretaker.mongodb;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoIncompatibleDriverException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoSocketReadTimeoutException;
import com.mongodb.MongoTimeoutException;
import io.caretaker.core.check.Fault;
import io.caretaker.core.health.DatabaseReply;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Judges a failed log-in or command by the server's code, and where there is none by what broke.
/// Pure.
///
/// A server that has reached its connection limit closes new connections without a word, so that
/// case shows as `CLOSED`.
///
/// Source: MongoDB `error_codes.yml` (4.2 to 8.0), MongoDB Manual, "Error Codes".
final class Refusals {
    private Refusals() {}

    static DatabaseReply.Refused of(Throwable failure) {
        MongoException byServer = serversOwn(failure);
        return byServer == null ? byConnection(failure) : byServer(byServer);
    }

    /// What the server said to a command, for people.
    static String words(MongoException failure) {
        DatabaseReply.Refused refused = of(failure);
        return refused.details() == null
                ? refused.message()
                : refused.message() + " (" + refused.details() + ")";
    }

    /// Whether another try with a new client can make sense.
    static boolean connectionLost(Throwable failure) {
        MongoException byServer = serversOwn(failure);
        if (byServer != null) {
            return byServer.getCode() == 11600 || byServer.getCode() == 91;
        }
        return !timedOut(failure);
    }

    private static DatabaseReply.Refused byServer(MongoException failure) {
        return switch (failure.getCode()) {
            case 18, 11, 334 -> refused(Fault.AUTHENTICATION, "refused the log-in", failure);
            case 13 -> refused(Fault.AUTHENTICATION, "lets the account read nothing", failure);
            case 91, 11600, 11602 -> refused(Fault.STOPPING, "is shutting down", failure);
            case 13435, 13436 -> refused(Fault.STARTING, "is recovering", failure);
            case 50, 202, 262 -> refused(Fault.TIMED_OUT, "did not answer in time", failure);
            default -> refused(Fault.UNEXPECTED_ANSWER, "answered with an error", failure);
        };
    }

    private static DatabaseReply.Refused byConnection(Throwable failure) {
        if (cause(failure, UnknownHostException.class) != null
                && cause(failure, LogIn.UnresolvedInTimeException.class) == null) {
            return refused(Fault.NAME_NOT_FOUND, "has a name that does not exist", failure);
        }
        if (timedOut(failure)) {
            return refused(Fault.TIMED_OUT, "did not answer in time", failure);
        }
        if (cause(failure, SSLException.class) != null) {
            return refused(Fault.TLS, "could not agree on TLS", failure);
        }
        if (cause(failure, NoRouteToHostException.class) != null
                || text(failure).contains("network is unreachable")) {
            return refused(Fault.UNREACHABLE, "cannot be reached", failure);
        }
        if (cause(failure, ConnectException.class) != null) {
            return refused(Fault.REFUSED, "does not accept connections", failure);
        }
        if (cause(failure, MongoSecurityException.class) != null) {
            return refused(Fault.AUTHENTICATION, "wants another log-in method", failure);
        }
        if (cause(failure, MongoIncompatibleDriverException.class) != null) {
            return refused(Fault.UNEXPECTED_ANSWER, "is older than MongoDB 4.2", failure);
        }
        if (cause(failure, IOException.class) != null
                || text(failure).contains("prematurely reached end of stream")) {
            return refused(Fault.CLOSED, "closed the connection", failure);
        }
        return refused(Fault.UNEXPECTED_ANSWER, "does not speak MongoDB's protocol", failure);
    }

    private static boolean timedOut(Throwable failure) {
        return cause(failure, TimeoutException.class) != null
                || cause(failure, SocketTimeoutException.class) != null
                || cause(failure, MongoSocketReadTimeoutException.class) != null
                || cause(failure, MongoTimeoutException.class) != null
                || cause(failure, LogIn.UnresolvedInTimeException.class) != null;
    }

    private static DatabaseReply.Refused refused(Fault fault, String message, Throwable failure) {
        return new DatabaseReply.Refused(fault, "the server " + message, details(failure));
    }

    /// The server's own words, or those of what broke; a whole reply may hold more than is anyone's
    /// business.
    private static @Nullable String details(Throwable failure) {
        if (!(failure instanceof MongoException known)) {
            return null;
        }
        IOException broken = cause(known, IOException.class);
        if (known.getCode() <= 0 && broken != null) {
            return broken.getMessage();
        }
        String text =
                known instanceof MongoCommandException command
                        ? command.getErrorMessage()
                        : known.getMessage();
        return known.getCode() > 0 ? "[" + known.getCode() + "] " + text : text;
    }

    /// The failure that carries a code of the server's; the driver's own codes are negative.
    private static @Nullable MongoException serversOwn(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof MongoException known && known.getCode() > 0) {
                return known;
            }
        }
        return null;
    }

    private static <T extends Throwable> @Nullable T cause(Throwable failure, Class<T> kind) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (kind.isInstance(t)) {
                return kind.cast(t);
            }
        }
        return null;
    }

    private static String text(Throwable failure) {
        var text = new StringBuilder();
        for (Throwable t = failure; t != null; t = t.getCause()) {
            text.append(t.getMessage()).append('\n');
        }
        return text.toString().toLowerCase(Locale.ROOT);
    }
}
