package io.caretaker.hosts.probe;

import io.caretaker.core.check.Fault;
import io.caretaker.core.check.NameResolver.Resolution;
import io.caretaker.core.check.Outcome;
import java.io.EOFException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Locale;
import java.util.Objects;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// What a failed exchange says of the peer, or of ourselves. Pure.
final class Faults {
    private Faults() {}

    /// @param where the peer, for people (`db1:3306`)
    static Outcome of(IOException failure, String where) {
        Throwable telling = telling(failure);
        Fault fault = fault(telling);
        String text = text(telling);
        return fault == null
                ? new Outcome.Unknown("could not ask " + where + ": " + plain(text), text)
                : new Outcome.Down(fault, message(fault, where, text), details(failure, telling));
    }

    static Outcome unresolved(Resolution.NotFound missing) {
        return new Outcome.Down(Fault.NAME_NOT_FOUND, missing.message(), null);
    }

    static Outcome nameTimedOut(String host) {
        return new Outcome.Down(
                Fault.TIMED_OUT, "the name " + host + " was not resolved in time", null);
    }

    static Outcome timedOut(String where, String during) {
        return new Outcome.Down(Fault.TIMED_OUT, where + " timed out " + during, null);
    }

    static String plain(String text) {
        return text.isEmpty()
                ? text
                : text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }

    /// The cause that tells most: the HTTP client wraps what happened several times.
    private static Throwable telling(Throwable failure) {
        Throwable found = failure;
        if (fault(failure) == Fault.TIMED_OUT) {
            // What broke then is our own cancelling.
            return failure;
        }
        for (Throwable t = failure.getCause(); t != null; t = t.getCause()) {
            boolean worthless = t instanceof ClosedChannelException || t.getMessage() == null;
            if (t instanceof UnresolvedAddressException || (fault(t) != null && !worthless)) {
                found = t;
            }
        }
        return found;
    }

    /// Null where the reason is with us: no port, no file, no permission left.
    private static @Nullable Fault fault(Throwable failure) {
        return switch (failure) {
            case SSLException _ -> Fault.TLS;
            case SocketTimeoutException _, HttpTimeoutException _ -> Fault.TIMED_OUT;
            case NoRouteToHostException _, PortUnreachableException _ -> Fault.UNREACHABLE;
            case UnresolvedAddressException _ -> Fault.NAME_NOT_FOUND;
            case BindException _ -> null;
            case EOFException _, ClosedChannelException _ -> Fault.CLOSED;
            default -> byText(failure);
        };
    }

    private static @Nullable Fault byText(Throwable failure) {
        String text = text(failure);
        if (text.contains("timed out")) {
            return Fault.TIMED_OUT;
        }
        if (text.contains("unreachable") || text.contains("No route")) {
            return Fault.UNREACHABLE;
        }
        if (text.contains("Too many open files") || text.contains("not permitted")) {
            return null;
        }
        if (failure instanceof ConnectException) {
            return Fault.REFUSED;
        }
        return text.contains("nvalid status line") || text.contains("Unsupported HTTP version")
                ? Fault.UNEXPECTED_ANSWER
                : failure instanceof IOException ? Fault.CLOSED : null;
    }

    private static String message(Fault fault, String where, String text) {
        return switch (fault) {
            case REFUSED -> where + " refused the connection";
            case TIMED_OUT -> where + " timed out";
            case CLOSED -> where + " closed the connection";
            case UNREACHABLE -> where + " is unreachable";
            case NAME_NOT_FOUND -> "the name of " + where + " does not exist";
            case TLS -> "no TLS with " + where + ": " + plain(text);
            default -> where + " gave an unexpected answer";
        };
    }

    private static @Nullable String details(Throwable failure, Throwable telling) {
        return failure.equals(telling)
                ? failure.getMessage()
                : failure.getMessage() + ": " + telling;
    }

    private static String text(Throwable failure) {
        return Objects.requireNonNullElse(failure.getMessage(), failure.getClass().getSimpleName());
    }
}
