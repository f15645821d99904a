package io.caretaker.channels.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What became of a call. Texts hold no secret and have one line.
///
/// @see HttpReplies
sealed interface HttpAnswer {

    /// The receiver answered.
    ///
    /// @param host who
    /// @param body the beginning of it, without secrets; empty where it did not come to an end
    /// @param pause how long it asks to be left alone; null when it did not say
    record Answered(String host, int status, String body, @Nullable Duration pause)
            implements HttpAnswer {
        boolean good() {
            return status >= 200 && status < 300;
        }

        /// For people: `hooks.slack.com answered 400: invalid_payload`.
        String text() {
            String said =
                    body.isEmpty() || body.startsWith("<") ? "" : ": " + Texts.line(body, 200);
            return host + " answered " + status + said;
        }
    }

    /// No head of a reply came back in time.
    record Failed(String reason) implements HttpAnswer {}

    /// Nothing was sent, because of how the channel is set up.
    record Unsendable(String reason) implements HttpAnswer {}
}
