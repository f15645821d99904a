package io.caretaker.core.alert;

import io.caretaker.core.check.Deadline;

/// A way to people or their tools. Thread-safe.
public interface Channel {
    String name();

    ChannelKind kind();

    /// Where it leads, for people; without secrets.
    String target();

    /// Sends the message, within the deadline. What goes wrong is the reply, never an exception.
    /// Sending the same message again is recognised by the receiver wherever its protocol has means
    /// for it, such as a Message-ID or a dedup_key.
    SendReply send(Message message, Deadline deadline) throws InterruptedException;

    /// The message as it would be sent, for people to look at; without secrets.
    String preview(Message message);
}
