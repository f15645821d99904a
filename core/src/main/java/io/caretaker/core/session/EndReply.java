package io.caretaker.core.session;

/// What came of asking a server to end a session.
public sealed interface EndReply {
    /// The server was told. A cancelled query may take a moment to stop, or ignore it; a terminated
    /// session is known to be gone.
    record Done() implements EndReply {}

    /// There is no such session any more, it does something else by now, or its number belongs to
    /// another one.
    record Gone() implements EndReply {}

    /// The account may not.
    ///
    /// @param hint the grant that is missing
    record Denied(String message, String hint) implements EndReply {}

    /// The server was told to terminate it, and it is still there.
    record StillThere(String message) implements EndReply {}

    /// The server could not be asked.
    record Failed(String message) implements EndReply {}
}
