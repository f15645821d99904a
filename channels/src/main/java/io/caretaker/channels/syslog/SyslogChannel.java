package io.caretaker.channels.syslog;

import io.caretaker.channels.ChannelSettings.Syslog;
import io.caretaker.channels.Rendering;
import io.caretaker.channels.net.Attempt;
import io.caretaker.channels.net.Dialer;
import io.caretaker.channels.text.SafeText;
import io.caretaker.core.alert.Channel;
import io.caretaker.core.alert.ChannelKind;
import io.caretaker.core.alert.Message;
import io.caretaker.core.alert.MessageLine;
import io.caretaker.core.alert.SendReply;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.NameResolver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Syslog or the journal: one record for each alert of a message. Thread-safe.
public final class SyslogChannel implements Channel {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int MOST_TEXT = 4_000;

    private final Syslog settings;
    private final SyslogTarget target;
    private final SyslogFormat format;
    private final Rendering rendering;
    private final Dialer dialer;
    private final LocalSockets sockets;

    /// Opens no socket yet.
    ///
    /// @param node name of this host in the records
    /// @param zone of the wall clock
    /// @throws io.caretaker.core.problem.Problem when the target or the facility is none
    public SyslogChannel(Syslog settings, NameResolver names, String node, ZoneId zone) {
        this(settings, names, node, zone, LocalSockets.USUAL);
    }

    SyslogChannel(
            Syslog settings, NameResolver names, String node, ZoneId zone, LocalSockets sockets) {
        this.settings = settings;
        this.target = SyslogTarget.of(settings.to());
        this.format =
                new SyslogFormat(
                        Facility.of(settings.facility()),
                        node,
                        ProcessHandle.current().pid(),
                        zone);
        this.rendering = new Rendering(settings.templates(), zone);
        this.dialer = new Dialer(names);
        this.sockets = sockets;
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public ChannelKind kind() {
        return ChannelKind.SYSLOG;
    }

    @Override
    public String target() {
        return settings.to();
    }

    @Override
    public SendReply send(Message message, Deadline deadline) throws InterruptedException {
        var attempt = new Attempt();
        Deadline limit = deadline.within(LIMIT);
        return attempt.run(
                "caretaker-syslog-" + settings.name(), limit, () -> send(message, limit, attempt));
    }

    private SendReply send(Message message, Deadline limit, Attempt attempt)
            throws IOException, InterruptedException {
        List<SyslogRecord> records = records(message);
        return switch (target) {
            case SyslogTarget.Local() -> sockets.send(records, format);
            case SyslogTarget.UnixSocket(var path) -> sockets.send(records, format, path);
            case SyslogTarget.Server server ->
                    new SyslogServer(server, settings.caFile(), dialer)
                            .send(records, format, limit, attempt);
        };
    }

    private List<SyslogRecord> records(Message message) {
        var records = new ArrayList<SyslogRecord>();
        for (MessageLine line : message.lines()) {
            records.add(
                    SyslogRecord.of(message.at(), message.id(), line, text(alone(message, line))));
        }
        if (message.more() > 0) {
            records.add(SyslogRecord.more(message.at(), message.id(), message.more()));
        }
        return records;
    }

    private static Message alone(Message message, MessageLine line) {
        return new Message(
                message.id(),
                message.channel(),
                message.at(),
                line.said(),
                line.severity(),
                line.title(),
                List.of(line),
                0);
    }

    /// The usual text is for people who see nothing else; in a log, title and text are enough.
    private String text(Message alone) {
        if (settings.templates().text() != null) {
            return SafeText.line(rendering.text(alone), MOST_TEXT);
        }
        String text = SafeText.line(alone.lines().getFirst().text(), MOST_TEXT);
        return rendering.title(alone) + (text.isEmpty() ? "" : ": " + text);
    }

    @Override
    public String preview(Message message) {
        return records(message).stream()
                .map(each -> new String(format.modern(each, MOST_TEXT), StandardCharsets.UTF_8))
                .collect(Collectors.joining("\n"));
    }
}
