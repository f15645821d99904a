package io.caretaker.cli.demo;

import io.caretaker.cli.Session;
import io.caretaker.cli.log.LogOutput;
import io.caretaker.core.check.Ticker;
import io.caretaker.hosts.local.LocalHost;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.slf4j.event.Level;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `caretaker demo`.
@Command(
        name = "demo",
        header =
                "Show caretaker at work on throw-away servers of its own: found, adopted, watched, killed, healed.",
        description = {
            "Everything happens in a temporary directory and is removed afterwards. Without --once a live view follows",
            "until Ctrl+C: kill a server yourself and watch. With --format json the last line is one object that holds",
            "all acts, and the story goes to standard error."
        },
        footer = {"", "Example:", "  caretaker demo --once"})
public final class DemoCommand implements Callable<Integer> {
    private final Session session;

    private static final Duration LONGEST_END = Duration.ofSeconds(60);

    @Option(
            names = "--once",
            description = "End after the last act instead of showing the live view.")
    boolean once;

    public DemoCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        boolean json = session.json();
        PrintWriter stage = json ? session.terminal().err() : session.terminal().out();
        boolean terminal = !json && session.terminal().answers();
        var story = new Story(stage, terminal, !json && session.style().coloured());
        quieten();
        Demo demo = prepare(story);
        Thread player = Thread.currentThread();
        var interruption = new Thread(() -> stop(player, demo));
        Runtime.getRuntime().addShutdownHook(interruption);
        try (demo) {
            demo.play();
            if (!once && story.ok()) {
                new LiveView(demo, stage, terminal).show();
            }
        } catch (InterruptedException e) {
            // Ctrl+C: what was started has been ended on the way here.
            return 130;
        }
        Runtime.getRuntime().removeShutdownHook(interruption);
        if (json) {
            session.say(JsonLine.of(story));
        } else {
            stage.println(story.ok() ? "Every act succeeded." : "Not every act succeeded.");
        }
        return story.ok() ? 0 : 1;
    }

    /// The story tells what happens; the log would tell it twice.
    private void quieten() {
        if (!session.verbose()) {
            LogOutput.use(new LogOutput(Level.ERROR, false, null, null));
        }
    }

    private static Demo prepare(Story story) throws InterruptedException {
        var host = new LocalHost();
        Ticker ticker = System::nanoTime;
        Leftovers.clear(host, ticker, Path.of(System.getProperty("java.io.tmpdir", "/tmp")))
                .forEach(cleared ->
                        story.say(
                                "Cleared what an earlier demonstration left in " + cleared + "."));
        DemoGround ground = DemoGround.make(host, ticker);
        try {
            Files.writeString(
                    ground.directory().resolve(Leftovers.OWNER_FILE),
                    Long.toString(ProcessHandle.current().pid()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Demo(story, ground);
    }

    /// In the shutdown hook: lets the play come to its end, which ends the servers, before the
    /// process goes.
    private static void stop(Thread player, Demo demo) {
        if (!demo.ending()) {
            player.interrupt();
        }
        try {
            player.join(LONGEST_END);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
