package io.caretaker.cli.commands;

import io.caretaker.channels.ChannelSettings;
import io.caretaker.channels.Channels;
import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.cli.config.AlertingSettings;
import io.caretaker.cli.render.Table;
import io.caretaker.core.alert.Channel;
import io.caretaker.core.alert.Message;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.server.desk.ChannelTrial;
import io.caretaker.server.desk.TestMessages;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Tries the channels.
@Command(
        name = "test",
        header = "Send a test message through each channel, now, and say how it went.",
        description = {
            "All at once, from this process; no daemon is needed. Exit code 0 when every channel delivered, 1",
            "when one did not. Secrets are looked up as this user may: the daemon's user may see others.",
            "PagerDuty opens an incident and closes it again.",
            "--render sends nothing and shows what a channel would send of a service that is down, with the",
            "templates of caretaker.yaml."
        },
        footer = {
            "",
            "Examples:",
            "  caretaker alert test",
            "  caretaker alert test dba-mail pager --format json",
            "  caretaker alert test dba-mail --render --service svc_orders_postgresql"
        })
final class AlertTestCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(
            paramLabel = "CHANNEL",
            arity = "0..*",
            description =
                    "names of channels, types of channels or on-call schedules (default: all)")
    List<String> names = List.of();

    @Option(names = "--render", description = "send nothing, show what would be sent")
    boolean render;

    @Option(names = "--service", paramLabel = "SERVICE", description = "the service it is about")
    @Nullable String service;

    AlertTestCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        boolean json = session.json();
        Instant now = Instant.now();
        List<ChannelSettings> channels = channels(now);
        Inventory inventory = service == null ? Inventory.EMPTY : Reports.inventory(session);
        var messages =
                new TestMessages(
                        inventory,
                        service == null ? null : Reports.service(inventory, service),
                        now);
        return render ? preview(channels, messages, json) : send(channels, messages, json);
    }

    private List<ChannelSettings> channels(Instant now) {
        AlertingSettings alerting = session.settings().alerting();
        if (alerting.channels().isEmpty()) {
            throw new Problem(
                    ProblemCode.CONFIGURATION,
                    "no channel is configured in " + session.configurationSource(),
                    "write one under alerting.channels, such as"
                            + " `log: {type: syslog}`; docs/guide.md, Alerting");
        }
        Set<String> wanted = TestMessages.wanted(alerting.policy(), names, now);
        return alerting.channels().stream().filter(each -> wanted.contains(each.name())).toList();
    }

    private int send(List<ChannelSettings> channels, TestMessages messages, boolean json)
            throws InterruptedException {
        List<ChannelTrial> trials = tried(channels, messages);
        if (json) {
            session.json(trials.stream().map(ChannelTrial::document).toList());
        } else {
            session.print(table(trials));
        }
        return trials.stream().allMatch(ChannelTrial::ok) ? ExitCodes.OK : ExitCodes.NOT_WELL;
    }

    private List<ChannelTrial> tried(List<ChannelSettings> channels, TestMessages messages)
            throws InterruptedException {
        String node = session.settings().node();
        Channels maker = session.wiring().channels();
        try (var each = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new ArrayList<Future<ChannelTrial>>();
            for (ChannelSettings channel : channels) {
                var message = messages.test(channel.name(), session.actor(), node);
                running.add(each.submit(() -> trial(channel, maker, message)));
            }
            var trials = new ArrayList<ChannelTrial>();
            for (Future<ChannelTrial> future : running) {
                trials.add(future.get());
            }
            return trials;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /// What goes wrong is told, also when the channel cannot even be made.
    private static ChannelTrial trial(ChannelSettings settings, Channels maker, Message message)
            throws InterruptedException {
        Channel channel;
        try {
            channel = maker.of(settings);
        } catch (Problem problem) {
            return ChannelTrial.unmade(settings.name(), settings.kind().word(), problem.message());
        }
        return ChannelTrial.of(channel, message, System::nanoTime);
    }

    private String table(List<ChannelTrial> trials) {
        var table = new Table("CHANNEL", "TYPE", "RESULT", "TOOK", "TO");
        for (ChannelTrial each : trials) {
            table.add(
                    Table.Cell.of(each.channel()),
                    Table.Cell.of(each.kind()),
                    each.ok()
                            ? new Table.Cell("ok", session.style()::good)
                            : new Table.Cell("failed", session.style()::bad),
                    Table.Cell.of(each.took().toMillis() + " ms"),
                    Table.Cell.of(each.target()));
        }
        var text = new StringBuilder(table.in(session.style()));
        trials.stream()
                .filter(each -> !each.ok())
                .forEach(each ->
                        text.append('\n')
                                .append(each.channel())
                                .append(": ")
                                .append(each.detail())
                                .append('\n'));
        return text.toString();
    }

    private int preview(List<ChannelSettings> channels, TestMessages messages, boolean json) {
        var documents = new ArrayList<Map<String, @Nullable Object>>();
        for (ChannelSettings settings : channels) {
            Channel channel = session.wiring().channels().of(settings);
            String preview = channel.preview(messages.sample(channel.name()));
            var document = new LinkedHashMap<String, @Nullable Object>();
            document.put("channel", channel.name());
            document.put("type", channel.kind().word());
            document.put("target", channel.target());
            document.put("preview", preview);
            documents.add(document);
            if (!json) {
                session.say(
                        session.style().bold(channel.name())
                                + " ("
                                + channel.kind().word()
                                + " to "
                                + channel.target()
                                + "):\n"
                                + preview.stripTrailing()
                                + "\n");
            }
        }
        if (json) {
            session.json(documents);
        }
        return ExitCodes.OK;
    }
}
