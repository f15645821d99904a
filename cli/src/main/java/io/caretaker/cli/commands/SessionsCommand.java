package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.cli.render.SessionsText;
import io.caretaker.core.document.SessionDocument;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.session.DatabaseSession;
import io.caretaker.core.session.SessionFilter;
import io.caretaker.core.session.SessionOrder;
import io.caretaker.core.session.SessionSnapshot;
import io.caretaker.server.desk.Database;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows who is connected and does what.
@Command(
        name = "sessions",
        header = "Show who is connected to a database, and what they do; end sessions.",
        description = {
            "Queries are shown without their values. Several of --active, --idle, --idle-in-transaction,",
            "--long, --blocking and --blocked show what is any of these. Changes nothing."
        },
        footer = {
            "",
            "Examples:",
            "  caretaker sessions svc_web_postgresql_15_main --blocking --blocked",
            "  caretaker sessions --idle-in-transaction --older 5m --format json"
        })
public final class SessionsCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(
            paramLabel = "NAME",
            arity = "0..1",
            description = "the database's id, display name or unit; not needed where there is one")
    @Nullable String name;

    @Mixin SessionFilterOptions options = new SessionFilterOptions();

    @Option(
            names = "--sort",
            paramLabel = "BY",
            description =
                    "age, transaction, wait, user, database, application, state or pid (default:"
                            + " age)")
    SessionOrder order = SessionOrder.AGE;

    @Option(names = "--limit", paramLabel = "N", description = "no more than so many")
    @Nullable Integer limit;

    public SessionsCommand(Session session) {
        this.session = session;
    }

    /// With its subcommands.
    public static CommandLine of(Session session) {
        return new CommandLine(new SessionsCommand(session))
                .addSubcommand("cancel", new CommandLine(new SessionsCancelCommand(session)))
                .addSubcommand("terminate", new CommandLine(new SessionsTerminateCommand(session)));
    }

    @Override
    public Integer call() throws InterruptedException {
        boolean json = session.json();
        if (limit != null && limit < 1) {
            throw new Problem(ProblemCode.INVALID, "--limit must be above 0, but is " + limit, "");
        }
        Database database = Desks.databases(session, session.inventory()).find(name);
        SessionFilter filter = options.filter(database.service().care().longQuery());
        SessionSnapshot snapshot = Desks.databases(session).sessions(database);
        List<DatabaseSession> shown =
                filter.of(snapshot).stream()
                        .sorted(order.at(snapshot.at()))
                        .limit(limit == null ? Long.MAX_VALUE : limit)
                        .toList();
        if (json) {
            session.json(SessionDocument.list(database.service().id().value(), snapshot, shown));
        } else {
            session.print(SessionsText.of(snapshot, shown, session.style()));
        }
        return ExitCodes.OK;
    }
}
