package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.cli.render.Table;
import io.caretaker.cli.render.Texts;
import io.caretaker.core.document.UptimeDocument;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.status.ServiceFilter;
import io.caretaker.core.status.ServiceView;
import io.caretaker.core.store.Store;
import io.caretaker.server.desk.EntryFilter;
import io.caretaker.server.desk.EntryKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// How much of the time services were up.
@Command(
        name = "uptime",
        header = "Show how much of the last days services were up, in percent.",
        description =
                "Counted from hourly roll-ups of the checks whose result is known; never rounded up.",
        footer = {"", "Example:", "  caretaker uptime svc_web_postgresql_15_main --days 7"})
public final class UptimeCommand implements Callable<Integer> {
    private static final int MOST_DAYS = 3650;

    private final Session session;

    @Parameters(
            paramLabel = "SERVICE",
            arity = "0..*",
            description = "ids, display names or units; without any, all that fit")
    List<String> services = List.of();

    @Mixin FilterOptions options = new FilterOptions();

    @Option(
            names = "--days",
            paramLabel = "N",
            description = "of so many days (default: ${DEFAULT-VALUE})")
    int days = 30;

    public UptimeCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        boolean json = session.json();
        if (days < 1 || days > MOST_DAYS) {
            throw new Problem(
                    ProblemCode.INVALID,
                    "--days must be 1 to " + MOST_DAYS + ", but is " + days,
                    "");
        }
        EntryFilter filter = options.filter();
        filter.fit(new EntryKind.Services());
        Store store = Reports.store(session);
        Instant now = Instant.now();
        Collection<ServiceId> wanted = wanted(store, filter, now);
        Map<ServiceId, Double> uptimes = store.history().uptimes(now.minus(Duration.ofDays(days)));
        if (json) {
            session.json(
                    wanted.stream()
                            .map(id -> UptimeDocument.of(id, days, uptimes.get(id)))
                            .toList());
            return ExitCodes.OK;
        }
        var table = new Table("SERVICE", "UPTIME " + days + " D");
        wanted.forEach(id -> table.add(id.value(), Texts.percent(uptimes.get(id))));
        session.print(table.isEmpty() ? "No service fits.\n" : table.in(session.style()));
        return ExitCodes.OK;
    }

    private Collection<ServiceId> wanted(Store store, EntryFilter filter, Instant now) {
        if (services.isEmpty()) {
            ServiceFilter fitting = filter.services();
            return store.listings().services(fitting).stream()
                    .filter(view -> filter.test(view, now))
                    .map(ServiceView::service)
                    .map(Service::id)
                    .toList();
        }
        Inventory inventory = store.inventory().read();
        return services.stream()
                .map(name -> Reports.service(inventory, name).id())
                .distinct()
                .toList();
    }
}
