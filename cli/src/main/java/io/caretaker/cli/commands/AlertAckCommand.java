package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.cli.render.HistoryText;
import io.caretaker.core.document.AcknowledgementDocument;
import io.caretaker.server.desk.AlertAnswers;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Says that somebody sees to alerts.
@Command(
        name = "ack",
        header = "Say that you see to alerts: they are not repeated and do not escalate.",
        description = {
            "Who was told of them is told that you do, and when they are over. An alert that becomes worse",
            "is told all the same."
        },
        footer = {
            "",
            "Examples:",
            "  caretaker alert ack a-7f3a90c1 --comment 'new disk is on its way'",
            "  caretaker alert ack 7f3a 02b1 --for 2h"
        })
final class AlertAckCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(
            paramLabel = "ALERT",
            arity = "1..*",
            description = "its id, or so much of its beginning that no other has it")
    List<String> ids = List.of();

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = PlainDuration.class,
            description = "how long, such as 2h; without it until it is over")
    @Nullable Duration time;

    @Option(names = "--comment", paramLabel = "TEXT", description = "for everybody else")
    String comment = "";

    AlertAckCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        boolean json = session.json();
        Instant now = Instant.now();
        Instant until = time == null ? null : now.plus(time);
        List<AlertAnswers.Acknowledged> said =
                Answers.answers(session, now).acknowledge(ids, until, comment, session.actor());
        if (json) {
            var document = new LinkedHashMap<String, @Nullable Object>();
            document.put(
                    "acknowledged",
                    said.stream().map(each -> AcknowledgementDocument.of(each.word())).toList());
            session.json(document);
        } else {
            said.forEach(each ->
                    session.say(
                            "You see to "
                                    + each.alert().id()
                                    + " ("
                                    + each.alert().title()
                                    + ")"
                                    + end(until)));
        }
        return ExitCodes.OK;
    }

    private static String end(@Nullable Instant until) {
        return until == null ? " until it is over." : " until " + HistoryText.local(until) + ".";
    }
}
