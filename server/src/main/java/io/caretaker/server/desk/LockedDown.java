package io.caretaker.server.desk;

import io.caretaker.core.health.DatabaseReply;

/// What a server answers that people have locked down.
final class LockedDown {
    private LockedDown() {}

    /// The same answer, saying first that people have locked the server down.
    static DatabaseReply saying(String words, DatabaseReply answered) {
        return switch (answered) {
            case DatabaseReply.Reached reached ->
                    new DatabaseReply.Reached(
                            reached.version(),
                            reached.fingerprint(),
                            reached.metrics(),
                            reached.notice() == null ? words : words + "; " + reached.notice(),
                            reached.notes(),
                            reached.details());
            case DatabaseReply.Refused refused ->
                    new DatabaseReply.Refused(
                            refused.fault(), words + "; " + refused.message(), refused.details());
            case DatabaseReply.Unknown unknown ->
                    new DatabaseReply.Unknown(words + "; " + unknown.message());
        };
    }
}
