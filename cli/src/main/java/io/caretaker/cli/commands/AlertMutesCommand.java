package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.cli.render.MutesText;
import io.caretaker.core.alert.Mute;
import io.caretaker.core.document.MuteDocument;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What is muted.
@Command(
        name = "mutes",
        header = "List what is muted, by whom and until when.",
        footer = {"", "Example:", "  caretaker alert mutes --format json"})
final class AlertMutesCommand implements Callable<Integer> {
    private final Session session;

    @Option(names = "--all", description = "also what was muted and is not any more")
    boolean all;

    AlertMutesCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        boolean json = session.json();
        Instant now = Instant.now();
        List<Mute> mutes =
                session.storeExists() ? Answers.questions(session, now).mutes(all) : List.of();
        if (json) {
            session.json(mutes.stream().map(MuteDocument::of).toList());
        } else {
            session.print(MutesText.of(mutes, now, session.style()));
        }
        return ExitCodes.OK;
    }
}
