package io.caretaker.server.tell;

import io.caretaker.core.alert.Channel;
import io.caretaker.core.alert.ChannelKind;
import io.caretaker.core.alert.Message;
import io.caretaker.core.alert.MessageLine;
import io.caretaker.core.alert.SendReply;
import io.caretaker.core.check.Deadline;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/// A channel that answers as the test says, and remembers what it was sent.
final class FakeChannel implements Channel {
    static final SendReply OK = new SendReply.Delivered("ok");

    final List<Message> attempts = new CopyOnWriteArrayList<>();
    final List<Message> arrived = new CopyOnWriteArrayList<>();
    volatile Answer answer = _ -> OK;
    private final String name;

    /// What it does with a message.
    @FunctionalInterface
    interface Answer {
        SendReply to(Message message) throws InterruptedException;
    }

    FakeChannel(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ChannelKind kind() {
        return ChannelKind.WEBHOOK;
    }

    @Override
    public String target() {
        return "the test";
    }

    @Override
    public SendReply send(Message message, Deadline deadline) throws InterruptedException {
        attempts.add(message);
        SendReply reply = answer.to(message);
        if (reply instanceof SendReply.Delivered) {
            arrived.add(message);
        }
        return reply;
    }

    @Override
    public String preview(Message message) {
        return message.title();
    }

    List<String> titles() {
        return texts(Message::title);
    }

    List<String> ids() {
        return texts(Message::id);
    }

    private List<String> texts(Function<Message, String> text) {
        return arrived.stream().map(text).toList();
    }

    List<MessageLine> lines() {
        return arrived.stream().flatMap(message -> message.lines().stream()).toList();
    }
}
