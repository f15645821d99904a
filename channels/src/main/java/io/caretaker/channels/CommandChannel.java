package io.caretaker.channels;

import io.caretaker.channels.text.SafeText;
import io.caretaker.core.alert.Channel;
import io.caretaker.core.alert.ChannelKind;
import io.caretaker.core.alert.Message;
import io.caretaker.core.alert.MessageLine;
import io.caretaker.core.alert.SendReply;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.host.Command;
import io.caretaker.core.host.CommandResult;
import io.caretaker.core.host.HostAccess;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A program of the user's, started once for each message without a shell. It finds the message in
/// its environment and as JSON on its standard input; when the time is over it is ended with
/// everything that it started and that is still in its session. Thread-safe.
///
/// Exit code 0 is delivered; 126 and 127 (cannot be executed, not found) and a program that cannot
/// be started refuse the channel; everything else, 75 among it, is tried again.
public final class CommandChannel implements Channel {
    private static final int NOT_EXECUTABLE = 126;
    private static final int NOT_FOUND = 127;
    private static final int MOST_DETAIL = 300;

    private final ChannelSettings.Command settings;
    private final Function<Message, String> json;
    private final HostAccess host;
    private final Rendering rendering;

    /// Starts nothing yet.
    ///
    /// @param json the message for programs
    /// @param host the machine that caretaker runs on
    /// @param zone of the times in the text
    public CommandChannel(
            ChannelSettings.Command settings,
            Function<Message, String> json,
            HostAccess host,
            ZoneId zone) {
        this.settings = settings;
        this.json = json;
        this.host = host;
        this.rendering = new Rendering(settings.templates(), zone);
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public ChannelKind kind() {
        return ChannelKind.COMMAND;
    }

    /// The program without its arguments, among which there may be a secret.
    @Override
    public String target() {
        return settings.command().getFirst();
    }

    @Override
    public SendReply send(Message message, Deadline deadline) throws InterruptedException {
        var command =
                Command.of(settings.command())
                        .withEnvironment(environment(message))
                        .withInput(json.apply(message));
        return switch (host.run(command, deadline.within(settings.timeout()))) {
            case CommandResult.Exited exited -> reply(exited);
            case CommandResult.TimedOut(var _, var errors) ->
                    new SendReply.Later("no end within the time limit" + said(errors), null);
            case CommandResult.NotStarted(var reason) ->
                    new SendReply.ChannelRefused(
                            "cannot be started: " + SafeText.line(reason, MOST_DETAIL));
        };
    }

    private static SendReply reply(CommandResult.Exited exited) {
        String detail = "exit code " + exited.code() + said(exited.errors());
        return switch (exited.code()) {
            case 0 -> new SendReply.Delivered(detail);
            case NOT_EXECUTABLE, NOT_FOUND -> new SendReply.ChannelRefused(detail);
            default -> new SendReply.Later(detail, null);
        };
    }

    /// The first line of its errors.
    private static String said(String errors) {
        return errors.lines()
                .filter(each -> !each.isBlank())
                .findFirst()
                .map(each -> ": " + SafeText.line(each, MOST_DETAIL))
                .orElse("");
    }

    private Map<String, String> environment(Message message) {
        MessageLine first = message.lines().getFirst();
        var variables = new LinkedHashMap<String, String>();
        variables.put("CARETAKER_TITLE", rendering.title(message));
        variables.put("CARETAKER_TEXT", rendering.text(message));
        variables.put("CARETAKER_SEVERITY", word(message.severity()));
        variables.put("CARETAKER_SAID", word(message.said()));
        variables.put("CARETAKER_AT", message.at().toString());
        variables.put("CARETAKER_SERVICE", first.place().service());
        variables.put("CARETAKER_HOST", first.place().host());
        variables.put("CARETAKER_ENVIRONMENT", first.place().environment());
        variables.put("CARETAKER_RULE", first.key().rule().word());
        variables.put("CARETAKER_ALERT", first.alert());
        variables.put("CARETAKER_ALERTS", alerts(message));
        variables.put("CARETAKER_MESSAGE_ID", message.id());
        variables.put("CARETAKER_CHANNEL", settings.name());
        variables.replaceAll((_, value) -> value.replace('\0', ' '));
        return variables;
    }

    private static String alerts(Message message) {
        return message.lines().stream().map(MessageLine::alert).collect(Collectors.joining(" "));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String preview(Message message) {
        return environment(message).entrySet().stream()
                        .map(each -> each.getKey() + "=" + each.getValue())
                        .collect(Collectors.joining("\n"))
                + "\n\n"
                + json.apply(message);
    }
}
