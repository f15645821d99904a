package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.cli.render.HistoryText;
import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.recovery.Pause;
import io.caretaker.core.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
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
        Store store = session.wiring().store();
        Instant now = Instant.now();
        Instant until = time == null ? null : now.plus(time);
        store.recovery().pause(new Pause(session.actor(), reason, now, until));
        String end =
                until == null ? "until `caretaker resume`" : "until " + HistoryText.local(until);
        store.audit()
                .append(
                        AuditEntry.of(
                                now,
                                session.actor(),
                                "pause",
                                "",
                                true,
                                reason.isEmpty() ? end : end + ": " + reason));
        if (json) {
            var document = new LinkedHashMap<String, @Nullable Object>();
            document.put("paused", true);
            document.put("by", session.actor());
            document.put("reason", reason);
            document.put("since", now);
            document.put("until", until);
            session.json(document);
        } else {
            session.say("Recovery is paused " + end + ". Watching goes on.");
        }
        return ExitCodes.OK;
    }
}
