package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.cli.render.HistoryText;
import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.document.HistoryDocument;
import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What was found and done, newest first.
@Command(
        name = "history",
        header = "Show the results of checks and recoveries, newest first.",
        description = "Of one service, of all services of a host, or the failures of all services.",
        footer = {
            "",
            "Examples:",
            "  caretaker history svc_web_postgresql_15_main --limit 20",
            "  caretaker history --host host_web_1",
            "  caretaker history --failures --hours 6"
        })
public final class HistoryCommand implements Callable<Integer> {
    private static final int MOST_HOURS = 24 * 400;

    private final Session session;

    @Parameters(
            paramLabel = "SERVICE",
            arity = "0..1",
            description = "its id, display name or unit")
    @Nullable String service;

    @Option(names = "--host", paramLabel = "HOST", description = "of all services of this host_id")
    @Nullable String host;

    @Option(names = "--failures", description = "only failures, since --hours ago")
    boolean failures;

    @Option(names = "--hours", paramLabel = "N", description = "with --failures (default: 24)")
    @Nullable Integer hours;

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            description = "at most so many rows (default: ${DEFAULT-VALUE})")
    int limit = 50;

    public HistoryCommand(Session session) {
        this.session = session;
    }

    /// With what can be done with the history as a whole.
    public static CommandLine of(Session session) {
        return new CommandLine(new HistoryCommand(session))
                .addSubcommand("export", new HistoryExport(session))
                .addSubcommand("verify-archive", new ArchiveCheck(session));
    }

    @Override
    public Integer call() {
        boolean json = session.json();
        Limits.require(limit);
        requireOneQuestion();
        Store store = Reports.store(session);
        Inventory inventory = store.inventory().read();
        Service one = service == null ? null : Reports.service(inventory, service);
        HostId machine = host == null ? null : Reports.host(inventory, host);
        List<HistoryEntry> rows = rows(store, one, machine);
        if (json) {
            Duration retention = session.settings().history().retention();
            session.json(rows.stream().map(row -> HistoryDocument.of(row, retention)).toList());
        } else if (one != null) {
            session.print(HistoryText.of(one, rows, session.style()));
        } else {
            session.print(HistoryText.of(rows, session.style()));
        }
        return ExitCodes.OK;
    }

    private void requireOneQuestion() {
        int given = (service == null ? 0 : 1) + (host == null ? 0 : 1);
        if (given > 1 || (given == 0 && !failures)) {
            throw new Problem(
                    ProblemCode.INVALID,
                    given > 1 ? "SERVICE and --host exclude each other" : "of what is not said",
                    "give a service, --host HOST, or --failures");
        }
        if (hours != null && (!failures || hours < 1 || hours > MOST_HOURS)) {
            throw new Problem(
                    ProblemCode.INVALID,
                    failures
                            ? "--hours must be 1 to " + MOST_HOURS + ", but is " + hours
                            : "--hours goes with --failures",
                    "");
        }
    }

    private List<HistoryEntry> rows(Store store, @Nullable Service one, @Nullable HostId machine) {
        if (!failures) {
            return one != null
                    ? store.history().recent(one.id(), limit)
                    : machine == null ? List.of() : store.history().recent(machine, limit);
        }
        Instant since = Instant.now().minus(Duration.ofHours(hours == null ? 24 : hours));
        boolean all = one == null && machine == null;
        return store.history().failures(since, all ? limit : Integer.MAX_VALUE).stream()
                .filter(row -> one == null || row.serviceId().equals(one.id()))
                .filter(row -> machine == null || row.hostId().equals(machine))
                .limit(limit)
                .toList();
    }
}
