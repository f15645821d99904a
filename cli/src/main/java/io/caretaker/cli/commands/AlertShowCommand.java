package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.cli.render.AlertText;
import io.caretaker.core.alert.AlertView;
import io.caretaker.core.alert.Delivery;
import io.caretaker.core.alert.EscalationPlan;
import io.caretaker.core.document.AlertViewDocument;
import io.caretaker.server.desk.AlertQuestions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Everything about one alert.
@Command(
        name = "show",
        header = "Show everything about an alert: what happened, who was told, who is next.",
        description =
                "Who is next is what caretaker.yaml says now; schedules may hand over until then.",
        footer = {"", "Example:", "  caretaker alert show 7f3a"})
final class AlertShowCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(
            paramLabel = "ALERT",
            description = "its id, or so much of its beginning that no other has it")
    String id = "";

    AlertShowCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        boolean json = session.json();
        Instant now = Instant.now();
        AlertQuestions questions = Answers.questions(session, now);
        AlertView view = questions.find(id);
        List<Delivery> deliveries = questions.deliveries(view.alert());
        EscalationPlan plan = questions.plan(view, session.settings().alerting().policy());
        if (json) {
            session.json(AlertViewDocument.whole(view, deliveries, plan));
        } else {
            session.print(AlertText.of(view, deliveries, plan, now, session.style()));
        }
        return ExitCodes.OK;
    }
}
