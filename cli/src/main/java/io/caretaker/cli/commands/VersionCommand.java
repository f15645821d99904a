package io.caretaker.cli.commands;

import io.caretaker.cli.Session;
import io.caretaker.cli.Version;
import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// Which caretaker this is.
@Command(
        name = "version",
        header = "Show the version.",
        footer = {"", "Example:", "  caretaker version --format json"})
public final class VersionCommand implements Callable<Integer> {
    private final Session session;

    public VersionCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (session.json()) {
            var document = new LinkedHashMap<String, String>();
            document.put("version", Version.number());
            document.put("java", Runtime.version().toString());
            session.json(document);
        } else {
            session.say(Version.line());
        }
        return 0;
    }
}
