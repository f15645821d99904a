package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.cli.render.HistoryText;
import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.document.HistoryDocument;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.store.Store;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What was found and done, newest first.
@Command(
        name = "history",
        header = "Show the results of a service's checks and recoveries, newest first.",
        footer = {"", "Example:", "  caretaker history svc_web_postgresql_15_main --limit 20"})
public final class HistoryCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "SERVICE", description = "its id, display name or unit")
    String service = "";

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            description = "at most so many rows (default: ${DEFAULT-VALUE})")
    int limit = 50;

    public HistoryCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        boolean json = session.json();
        Limits.require(limit);
        Store store = Reports.store(session);
        Service found = Reports.service(store.inventory().read(), service);
        List<HistoryEntry> rows = store.history().recent(found.id(), limit);
        if (json) {
            Duration retention = session.settings().history().retention();
            session.json(rows.stream().map(row -> HistoryDocument.of(row, retention)).toList());
        } else {
            session.print(HistoryText.of(found, rows, session.style()));
        }
        return ExitCodes.OK;
    }
}
