package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.cli.render.HistoryText;
import io.caretaker.core.alert.Acknowledgement;
import io.caretaker.core.alert.Alert;
import io.caretaker.core.document.AcknowledgementDocument;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.store.Store;
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
        Store store = AlertWords.store(session);
        AlertBook book = AlertBook.of(store, now);
        List<Alert> alerts = ids.stream().map(book::find).distinct().toList();
        alerts.forEach(AlertAckCommand::requireOpen);
        Instant until = time == null ? null : now.plus(time);
        var words =
                alerts.stream()
                        .map(each ->
                                new Acknowledgement(
                                        each.id(),
                                        session.actor(),
                                        now,
                                        until,
                                        comment(book.view(each).word())))
                        .toList();
        for (Acknowledgement word : words) {
            store.alerts().acknowledge(word);
            AlertWords.audit(session, store, "alert.acknowledge", word.alert(), said(word));
        }
        if (json) {
            var document = new LinkedHashMap<String, @Nullable Object>();
            document.put("acknowledged", words.stream().map(AcknowledgementDocument::of).toList());
            session.json(document);
        } else {
            alerts.forEach(each ->
                    session.say(
                            "You see to " + each.id() + " (" + each.title() + ")" + end(until)));
        }
        return ExitCodes.OK;
    }

    /// Saying it once more without a comment keeps what the same person said before.
    private String comment(@Nullable Acknowledgement earlier) {
        return comment.isEmpty() && earlier != null && earlier.by().equals(session.actor())
                ? earlier.comment()
                : comment;
    }

    private static void requireOpen(Alert alert) {
        Instant ended = alert.endedAt();
        if (!alert.firing()) {
            throw new Problem(
                    ProblemCode.DENIED,
                    alert.event()
                            ? alert.id() + " merely happened, there is nothing to see to"
                            : alert.id()
                                    + " is already over"
                                    + (ended == null ? "" : " since " + HistoryText.local(ended)),
                    "`caretaker alert list` shows what is open");
        }
    }

    private static String end(@Nullable Instant until) {
        return until == null ? " until it is over." : " until " + HistoryText.local(until) + ".";
    }

    private static String said(Acknowledgement word) {
        String until = word.until() == null ? "until it is over" : "until " + word.until();
        return word.comment().isEmpty() ? until : until + ": " + word.comment();
    }
}
