package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.core.alert.Mute;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Lifts mutes.
@Command(
        name = "unmute",
        header = "Lift mutes: people are told again.",
        description = {
            "A MUTE as `caretaker alert mutes` lists it, or an ALERT that was muted by its id. What mutes more",
            "than the alert is only lifted by its own id."
        },
        footer = {"", "Example:", "  caretaker alert unmute m-02b1c3d4"})
final class AlertUnmuteCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "ID", arity = "1..*", description = "of a mute or an alert")
    List<String> ids = List.of();

    AlertUnmuteCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        boolean json = session.json();
        List<Mute> found = Answers.answers(session, Instant.now()).unmute(ids, session.actor());
        if (json) {
            var document = new LinkedHashMap<String, @Nullable Object>();
            document.put("unmuted", found.stream().map(Mute::id).toList());
            session.json(document);
        } else {
            found.forEach(each ->
                    session.say(
                            "No longer muted: "
                                    + each.matcher().words()
                                    + " ("
                                    + each.id()
                                    + ")."));
        }
        return ExitCodes.OK;
    }
}
