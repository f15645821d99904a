package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.cli.render.HistoryText;
import io.caretaker.core.document.PauseDocument;
import io.caretaker.core.recovery.Pause;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Stops all recovery.
@Command(
        name = "pause",
        header = "Pause recovery everywhere; watching goes on.",
        footer = {"", "Example:", "  caretaker pause --for 2h --reason 'moving the disks'"})
public final class PauseCommand implements Callable<Integer> {
    private final Session session;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = PlainDuration.class,
            description =
                    "how long, such as 90s, 30m, 2h or 1d; without it until `caretaker resume`")
    @Nullable Duration time;

    @Option(names = "--reason", paramLabel = "TEXT", description = "why, for everybody else")
    String reason = "";

    public PauseCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        boolean json = session.json();
        Pause pause = Desks.recovery(session).pause(time, reason, session.actor());
        Instant until = pause.until();
        if (json) {
            session.json(PauseDocument.of(pause));
        } else {
            String end =
                    until == null
                            ? "until `caretaker resume`"
                            : "until " + HistoryText.local(until);
            session.say("Recovery is paused " + end + ". Watching goes on.");
        }
        return ExitCodes.OK;
    }
}
