package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.core.alert.Alert;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.store.Store;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Takes back that somebody sees to alerts.
@Command(
        name = "unack",
        header = "Take back that somebody sees to alerts: they are told and escalate again.",
        footer = {"", "Example:", "  caretaker alert unack a-7f3a90c1"})
final class AlertUnackCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "ALERT", arity = "1..*", description = "its id, or its beginning")
    List<String> ids = List.of();

    AlertUnackCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        boolean json = session.json();
        Store store = AlertWords.store(session);
        AlertBook book = AlertBook.of(store, Instant.now());
        List<String> found = ids.stream().map(book::find).map(Alert::id).distinct().toList();
        List<String> said =
                store.alerts().acknowledgements().stream().map(each -> each.alert()).toList();
        for (String id : found) {
            if (!said.contains(id)) {
                throw new Problem(
                        ProblemCode.NOT_FOUND,
                        "nobody said that they see to " + id,
                        "`caretaker alert list --status acknowledged` shows the others");
            }
        }
        for (String id : found) {
            if (store.alerts().unacknowledge(id)) {
                AlertWords.audit(session, store, "alert.unacknowledge", id, "");
            }
        }
        if (json) {
            var document = new LinkedHashMap<String, @Nullable Object>();
            document.put("unacknowledged", found);
            session.json(document);
        } else {
            found.forEach(id -> session.say("Nobody sees to " + id + " any more."));
        }
        return ExitCodes.OK;
    }
}
