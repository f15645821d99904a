package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.cli.render.DeliveriesText;
import io.caretaker.core.alert.Delivery;
import io.caretaker.core.document.DeliveryDocument;
import io.caretaker.server.desk.AlertQuestions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What was sent.
@Command(
        name = "history",
        header = "Show what was sent to whom, the newest first, and what became of it.",
        description = "Also what still waits, and what was given up, with what the receiver said.",
        footer = {
            "",
            "Examples:",
            "  caretaker alert history --channel dba-mail --since 7d",
            "  caretaker alert history --alert a-7f3a90c1 --format json",
            "  caretaker alert history --result dead"
        })
final class AlertHistoryCommand implements Callable<Integer> {
    private final Session session;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = PlainDuration.class,
            description = "made since then, such as 24h (default: 7d)")
    @Nullable Duration since;

    @Option(names = "--channel", paramLabel = "CHANNEL", description = "only to this channel")
    @Nullable String channel;

    @Option(
            names = "--alert",
            paramLabel = "ALERT",
            description = "only about this alert, since ever")
    @Nullable String alert;

    @Option(
            names = "--result",
            paramLabel = "WORD",
            description = "only what is: waiting, sent, dead")
    Delivery.@Nullable State state;

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            description = "at most so many (default: ${DEFAULT-VALUE})")
    int limit = 50;

    AlertHistoryCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        boolean json = session.json();
        Limits.require(limit);
        Instant now = Instant.now();
        List<Delivery> found = session.storeExists() ? found(now) : List.of();
        if (json) {
            session.json(found.stream().map(DeliveryDocument::of).toList());
        } else {
            session.print(DeliveriesText.of(found, now, session.style()));
        }
        return ExitCodes.OK;
    }

    private List<Delivery> found(Instant now) {
        return Answers.questions(session, now)
                .history(
                        new AlertQuestions.HistoryFilter(since, channel, alert, state, limit),
                        session.settings().alerting().policy().channels().keySet());
    }
}
