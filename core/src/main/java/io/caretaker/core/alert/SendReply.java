package io.caretaker.core.alert;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What became of an attempt to send a message. Details hold no secret.
public sealed interface SendReply {
    String detail();

    /// It arrived.
    record Delivered(String detail) implements SendReply {}

    /// It arrived, but some of those whom the channel is for are refused for good.
    record Partly(String detail) implements SendReply {}

    /// It did not arrive, or nobody knows whether it did; another attempt may succeed.
    ///
    /// @param pause how long the receiver asks to be left alone; null when it did not say
    record Later(String detail, @Nullable Duration pause) implements SendReply {}

    /// The receiver refuses the channel as it is set up, such as a wrong password: a person must
    /// mend it, and then the same message can arrive.
    record ChannelRefused(String detail) implements SendReply {}

    /// The receiver refuses this message for good.
    record MessageRefused(String detail) implements SendReply {}
}
