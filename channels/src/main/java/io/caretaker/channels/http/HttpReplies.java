package io.caretaker.channels.http;

import io.caretaker.core.alert.SendReply;

/// What an answer means for the message. Pure.
final class HttpReplies {
    private HttpReplies() {}

    static SendReply judge(HttpAnswer answer) {
        return switch (answer) {
            case HttpAnswer.Answered answered -> judge(answered);
            case HttpAnswer.Failed(String reason) -> new SendReply.Later(reason, null);
            case HttpAnswer.Unsendable(String reason) -> new SendReply.ChannelRefused(reason);
        };
    }

    private static SendReply judge(HttpAnswer.Answered answered) {
        int status = answered.status();
        String text = answered.text();
        if (answered.good()) {
            return new SendReply.Delivered(answered.host() + " answered " + status);
        }
        if (status >= 300 && status < 400) {
            return new SendReply.ChannelRefused(
                    text + "; redirects are not followed, give the address it leads to");
        }
        return switch (status) {
            case 401, 402, 403, 404, 405, 407, 410 -> new SendReply.ChannelRefused(text);
            case 408, 425, 429 -> new SendReply.Later(text, answered.pause());
            default ->
                    status >= 400 && status < 500
                            ? new SendReply.MessageRefused(text)
                            : new SendReply.Later(text, answered.pause());
        };
    }
}
