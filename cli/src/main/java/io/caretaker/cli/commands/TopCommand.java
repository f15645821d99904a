package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.cli.render.LocksText.Branches;
import io.caretaker.cli.screen.Screen;
import io.caretaker.cli.top.Top;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.server.desk.Database;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows a database's sessions live.
@Command(
        name = "top",
        header = "Watch the sessions of a database live: what runs, who waits, who blocks whom.",
        description = {
            "Keys: 1 2 3 choose the view, arrows a session, c cancels its query, k ends it (both ask, and",
            "keep to protected lists), / filters, space pauses, + and - change the pace, h shows all, q leaves."
        },
        footer = {"", "Example:", "  caretaker top svc_web_postgresql_15_main --interval 5s"})
public final class TopCommand implements Callable<Integer> {
    private static final int USUAL_WIDTH = 120;
    private static final int WIDEST = 500;

    private final Session session;

    @Parameters(
            paramLabel = "NAME",
            arity = "0..1",
            description = "the database's id, display name or unit; not needed where there is one")
    @Nullable String name;

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            converter = PlainDuration.class,
            description = "how often to look, such as 1s or 1m (default: 2s)")
    Duration interval = Duration.ofSeconds(2);

    @Option(names = "--once", description = "print one picture and end; needs no terminal")
    boolean once;

    public TopCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (session.json()) {
            throw new Problem(
                    ProblemCode.INVALID,
                    "the live view does not write the format json",
                    "`caretaker sessions --format json` and `caretaker locks --format json` do");
        }
        boolean live =
                session.terminal().answers() && Screen.moves(session.surroundings().environment());
        if (!once && !live) {
            throw new Problem(
                    ProblemCode.INVALID,
                    "the live view needs a terminal, and TERM must not be dumb",
                    "`caretaker sessions` shows the same once, `caretaker top --once` one picture");
        }
        Database database = Desks.databases(session, session.inventory()).find(name);
        var top =
                new Top(
                        TopDatabase.of(database, session),
                        session.style(),
                        Branches.of(session.surroundings().environment()),
                        interval);
        if (once) {
            int width = session.style().width();
            top.once(width > WIDEST ? USUAL_WIDTH : width).forEach(session::say);
        } else {
            top.live();
        }
        return ExitCodes.OK;
    }
}
