package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.cli.render.LocksText.Branches;
import io.caretaker.cli.screen.Pace;
import io.caretaker.cli.screen.Screen;
import io.caretaker.cli.watch.Watch;
import io.caretaker.cli.watch.WatchText;
import io.caretaker.core.document.OverviewDocument;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Shows the fleet live.
@Command(
        name = "watch",
        header =
                "Watch the fleet live: what is wrong, what is done about it, what is asked of you.",
        description = {
            "Reads what the daemon has written down, as `caretaker status` does; asks no server.",
            "Keys: arrows move, enter shows all about a line, a acknowledges, y and n approve and deny a",
            "recovery that waits (both ask), p pauses or resumes recovery (asks), / filters, e chooses the",
            "environment, r looks now, ? shows all keys, q leaves. Without a terminal, or on a dumb one, it prints once."
        },
        footer = {
            "",
            "Examples:",
            "  caretaker watch",
            "  caretaker watch --once --format json | jq -r .headline"
        })
public final class WatchCommand implements Callable<Integer> {
    private final Session session;

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            converter = PlainDuration.class,
            description = "how often to look, such as 1s or 1m (default: 2s)")
    Duration interval = Duration.ofSeconds(2);

    @Option(names = "--once", description = "print the overview and end; needs no terminal")
    boolean once;

    public WatchCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        boolean json = session.json();
        Pace.require(interval);
        // What is wrong with the configuration is said before a screen is taken.
        session.settings();
        var source = new WatchedStore(session);
        if (json) {
            session.json(OverviewDocument.of(source.look().overview()));
        } else if (once
                || !session.terminal().answers()
                || !Screen.moves(session.surroundings().environment())) {
            session.print(WatchText.of(source.look(), session.style()));
        } else {
            boolean ascii = Branches.of(session.surroundings().environment()) == Branches.ASCII;
            new Watch(source, session.style(), ascii, interval).live();
        }
        return ExitCodes.OK;
    }
}
