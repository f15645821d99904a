package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.cli.render.AlertCountsText;
import io.caretaker.cli.render.FleetText;
import io.caretaker.cli.render.StatusReport;
import io.caretaker.cli.render.StatusText;
import io.caretaker.core.alert.AlertCounts;
import io.caretaker.core.document.AlertCountsDocument;
import io.caretaker.core.document.FleetDocument;
import io.caretaker.core.document.StatusDocument;
import io.caretaker.core.status.Attention;
import io.caretaker.core.status.FleetSummary;
import io.caretaker.core.status.ServiceFilter;
import io.caretaker.core.status.ServiceView;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// How everything is, from the store alone.
@Command(
        name = "status",
        header = "Show how everything is.",
        description = {
            "Reads what the daemon has written down; asks no server. Also works while no daemon runs,",
            "and then says how old the picture is."
        },
        footer = {
            "",
            "Examples:",
            "  caretaker status --format json | jq .summary",
            "  caretaker status --attention"
        })
public final class StatusCommand implements Callable<Integer> {
    private final Session session;

    @ArgGroup(exclusive = true, multiplicity = "0..1")
    View view = new View();

    /// What is shown instead of everything.
    static final class View {
        @Option(names = "--summary", description = "only the numbers")
        boolean summary;

        @Option(
                names = "--attention",
                description =
                        "only what needs attention: down, 3 or more failed checks in a row, not"
                                + " checked for long; open alerts in numbers")
        boolean attention;

        @Option(names = "--by-status", description = "the services grouped by their status")
        boolean byStatus;
    }

    public StatusCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        boolean json = session.json();
        Instant now = Instant.now();
        if (view.summary) {
            FleetSummary summary = Reports.listings(session).summary();
            show(json, FleetDocument.of(summary), FleetText.of(summary));
        } else if (view.attention) {
            Attention attention = Reports.listings(session).attention(now);
            AlertCounts alerts = Reports.alerts(session, now);
            var document = new LinkedHashMap<String, @Nullable Object>(FleetDocument.of(attention));
            document.put("alerts", AlertCountsDocument.of(alerts));
            String told = AlertCountsText.of(alerts, session.style());
            show(json, document, told + FleetText.of(attention, now, session.style()));
        } else if (view.byStatus) {
            List<ServiceView> views = Reports.listings(session).services(ServiceFilter.ALL);
            show(json, FleetDocument.byStatus(views), FleetText.byStatus(views, session.style()));
        } else {
            StatusReport report = Reports.status(session, now);
            show(
                    json,
                    StatusDocument.of(report.inventory(), report.states(), report.alerts()),
                    StatusText.of(report, session.style()));
        }
        return ExitCodes.OK;
    }

    private void show(boolean json, Object document, String text) {
        if (json) {
            session.json(document);
        } else {
            session.print(text);
        }
    }
}
