package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.cli.render.AlertListText;
import io.caretaker.cli.render.Texts;
import io.caretaker.core.alert.AlertView;
import io.caretaker.core.document.AlertViewDocument;
import io.caretaker.server.desk.AlertFilter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The alerts.
@Command(
        name = "list",
        header = "List the open alerts, the worst first.",
        description = {
            "Also those that nobody was told of, with the reason. With --all also events and what was over",
            "in the last 24 hours."
        },
        footer = {
            "",
            "Examples:",
            "  caretaker alert list --environment production --severity high --severity critical",
            "  caretaker alert list --all --since 7d --format json"
        })
final class AlertListCommand implements Callable<Integer> {
    private final Session session;

    @Mixin AlertFilterOptions filter = new AlertFilterOptions();

    @Option(
            names = "--status",
            paramLabel = "WORD",
            description = "of this status: firing, acknowledged, muted, resolved, expired")
    AlertFilter.@Nullable State state;

    @Option(names = "--all", description = "also events and alerts that are over")
    boolean all;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = PlainDuration.class,
            description = "with --all: over since then, such as 7d (default: 24h)")
    @Nullable Duration since;

    AlertListCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        boolean json = session.json();
        Instant now = Instant.now();
        List<AlertView> found =
                session.storeExists()
                        ? Answers.questions(session, now)
                                .list(new AlertFilter(filter.matcher(), state, all, since))
                        : List.of();
        if (json) {
            session.json(found.stream().map(AlertViewDocument::of).toList());
        } else {
            session.print(AlertListText.of(found, now, session.style()));
            hint(found);
        }
        return ExitCodes.OK;
    }

    private void hint(List<AlertView> found) {
        long open = found.stream().filter(view -> view.alert().firing()).count();
        if (session.settings().alerting().channels().isEmpty()) {
            session.say(
                    open == 0
                            ? "No channel is configured: nobody is told anything."
                            : "No channel is configured: nobody is told of "
                                    + Texts.count(open, "open alert")
                                    + ".");
        }
    }
}
