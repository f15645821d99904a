package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.cli.render.AlertText;
import io.caretaker.cli.render.AlertTimeline;
import io.caretaker.cli.render.AlertView;
import io.caretaker.core.alert.Alert;
import io.caretaker.core.alert.Delivery;
import io.caretaker.core.alert.Dependents;
import io.caretaker.core.alert.EscalationPlan;
import io.caretaker.core.alert.World;
import io.caretaker.core.document.DeliveryDocument;
import io.caretaker.core.status.ServiceState;
import io.caretaker.core.store.Store;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
        Store store = Reports.store(session);
        AlertBook book = AlertBook.of(store, now);
        Alert alert = book.find(id);
        AlertView view = book.view(alert);
        List<Delivery> deliveries = store.alerts().deliveriesOf(alert.id());
        EscalationPlan plan = plan(book, view, now);
        if (json) {
            session.json(document(view, deliveries, plan));
        } else {
            session.print(AlertText.of(view, deliveries, plan, now, session.style()));
        }
        return ExitCodes.OK;
    }

    private EscalationPlan plan(AlertBook book, AlertView view, Instant now) {
        var world =
                new World(
                        _ -> null,
                        _ -> List.of(),
                        book.inventory(),
                        Dependents.NONE,
                        ServiceState::unseen,
                        book.mutes(),
                        view.word() == null ? Map.of() : Map.of(view.alert().id(), view.word()),
                        session.settings().alerting().policy(),
                        Map.of());
        return EscalationPlan.of(world, view.alert(), now);
    }

    private static Map<String, @Nullable Object> document(
            AlertView view, List<Delivery> deliveries, EscalationPlan plan) {
        Map<String, @Nullable Object> document = view.document();
        document.put(
                "timeline",
                AlertTimeline.of(view, deliveries).stream()
                        .map(AlertTimeline.Entry::document)
                        .toList());
        document.put("plan", plan.steps().stream().map(AlertShowCommand::document).toList());
        document.put("deliveries", deliveries.stream().map(DeliveryDocument::of).toList());
        return document;
    }

    private static Map<String, @Nullable Object> document(EscalationPlan.Step step) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("policy", step.policy());
        document.put("after_sec", step.after());
        document.put("channels", step.channels());
        document.put("due", step.due());
        return document;
    }
}
