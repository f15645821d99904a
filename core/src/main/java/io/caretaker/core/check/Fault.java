package io.caretaker.core.check;

/// Why a check says down. The number is `status_code` in the history and never changes.
public enum Fault {
    /// Nobody listens, or the peer refused the connection.
    REFUSED(1),
    /// No answer, or no complete answer, within the deadline.
    TIMED_OUT(2),
    /// The connection was closed or reset before the answer was complete.
    CLOSED(3),
    /// The name does not exist.
    NAME_NOT_FOUND(4),
    /// No route, network or host unreachable.
    UNREACHABLE(5),
    /// TLS could not be agreed on or the certificate was not accepted.
    TLS(6),
    /// The log-in was refused.
    AUTHENTICATION(7),
    /// An answer came, and it was not the expected one.
    UNEXPECTED_ANSWER(8),
    /// The unit or process is not running.
    NOT_RUNNING(9),
    /// The server is starting or recovering after a crash: wait, do not kill.
    STARTING(10),
    /// The server is shutting down.
    STOPPING(11),
    /// The server lives and takes no more work (connection limit).
    OVERLOADED(12),
    /// A command or a limit reported critical.
    CRITICAL(13);

    private final int statusCode;

    Fault(int statusCode) {
        this.statusCode = statusCode;
    }

    /// Whether this fault means that nothing is running there, as opposed to something that
    /// misbehaves.
    public boolean absent() {
        return this == REFUSED || this == NOT_RUNNING;
    }

    /// The number in the history's `status_code`; 0 is success and 100 is unknown.
    public int statusCode() {
        return statusCode;
    }
}
