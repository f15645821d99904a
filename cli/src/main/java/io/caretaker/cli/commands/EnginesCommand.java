package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.cli.render.EnginesText;
import io.caretaker.core.health.Engines;
import io.caretaker.core.health.Engines.Ability;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// What caretaker can do with each kind of database server.
@Command(
        name = "engines",
        header = "Show what caretaker can do with each kind of database server, and what not.",
        description = {
            "The kinds with their versions and capabilities, and each limit with its reason. Connects to nothing.",
            "A command that a server's kind is not capable of says so and ends with exit code 2."
        },
        footer = {"", "Example:", "  caretaker engines --format json"})
public final class EnginesCommand implements Callable<Integer> {
    private final Session session;

    public EnginesCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        boolean json = session.json();
        List<Ability> abilities = Engines.abilities(session.wiring().engines());
        if (json) {
            session.json(EnginesText.document(abilities));
        } else {
            session.print(EnginesText.of(abilities, session.style()));
        }
        return ExitCodes.OK;
    }
}
