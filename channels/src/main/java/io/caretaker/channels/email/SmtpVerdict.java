package io.caretaker.channels.email;

import io.caretaker.core.alert.SendReply;

/// What a mail server's reply means for a message. Pure.
///
/// Source: RFC 5321 (4.2, 4.3.2), RFC 4954 (6), RFC 3463.
final class SmtpVerdict {
    private static final int TOO_LARGE = 552;
    private static final int FAILED = 554;

    private SmtpVerdict() {}

    /// What was answered to.
    enum Stage {
        /// Everything up to the log-in.
        SESSION,
        SENDER,
        RECIPIENT,
        CONTENT
    }

    /// Of a reply that is not the one to go on with.
    ///
    /// @param what was answered to, for people
    static SendReply of(Stage stage, String what, SmtpReply reply) {
        String detail = what + " was answered by " + reply;
        if (!reply.refused()) {
            return new SendReply.Later(detail, null);
        }
        return aboutMessage(stage, reply)
                ? new SendReply.MessageRefused(detail)
                : new SendReply.ChannelRefused(detail);
    }

    /// Status 5.7 is about policy: who may send, not what is sent.
    private static boolean aboutMessage(Stage stage, SmtpReply reply) {
        return switch (stage) {
            case SESSION, RECIPIENT -> false;
            case SENDER -> reply.code() == TOO_LARGE;
            case CONTENT ->
                    reply.code() == TOO_LARGE || (reply.code() == FAILED && !reply.status("5.7."));
        };
    }
}
