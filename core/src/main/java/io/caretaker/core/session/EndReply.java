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

    /// What came of it, as the rest of a sentence about the session.
    default String words(EndMethod method) {
        return switch (this) {
            case Done _ ->
                    switch (method) {
                        case CANCEL -> "was told to cancel its query";
                        case TERMINATE -> "was terminated";
                    };
            case Gone _ ->
                    switch (method) {
                        case CANCEL -> "no longer runs that query";
                        case TERMINATE -> "was over already";
                    };
            case Denied denied -> "could not be ended: " + denied.message();
            case StillThere still -> "could not be ended: " + still.message();
            case Failed failed -> "could not be ended: " + failed.message();
        };
    }
}
