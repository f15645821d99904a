package io.caretaker.core.alert;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A message on its way: a line of the durable outbox, and afterwards of the history.
///
/// @param attempts made so far
/// @param next not to be tried before
/// @param endedAt when it arrived or was given up; null while it waits
/// @param detail what the receiver said last, without secrets; may be empty
public record Delivery(
        Message message,
        State state,
        int attempts,
        Instant next,
        @Nullable Instant endedAt,
        String detail) {

    /// Where it is.
    public enum State {
        WAITING,
        SENT,
        /// Given up: refused for good, or tried for too long.
        DEAD
    }

    public static Delivery of(Message message) {
        return new Delivery(message, State.WAITING, 0, message.at(), null, "");
    }

    /// The same, with no more of its message than a history needs.
    public Delivery brief() {
        return new Delivery(message.brief(), state, attempts, next, endedAt, detail);
    }

    public String id() {
        return message.id();
    }

    public String channel() {
        return message.channel();
    }

    public boolean waiting() {
        return state == State.WAITING;
    }
}
