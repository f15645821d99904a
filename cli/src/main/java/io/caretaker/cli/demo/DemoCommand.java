package io.caretaker.cli.demo;

import io.caretaker.core.check.Ticker;
import io.caretaker.hosts.local.LocalHost;
import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `caretaker demo`.
@Command(
        name = "demo",
        description = "Shows caretaker at work on throw-away servers of its own: found, adopted, watched, killed, healed.",
        footer = {"", "Example:  caretaker demo --once"})
public final class DemoCommand implements Callable<Integer> {
    private static final Duration LONGEST_END = Duration.ofSeconds(60);

    @Option(names = "--once", description = "End after the last act instead of showing the live view.")
    boolean once;

    @Option(
            names = "--format",
            paramLabel = "text|json",
            defaultValue = "text",
            description = "json ends with one object that holds all acts; the story goes to standard error.")
    String format = "text";

    @Override
    public Integer call() throws InterruptedException {
        boolean json = format.equals("json");
        boolean terminal = !json && Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
        PrintStream stage = json ? System.err : System.out;
        var story = new Story(stage, terminal, terminal && System.getenv("NO_COLOR") == null);
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
            System.out.println(JsonLine.of(story));
        } else {
            stage.println(story.ok() ? "Every act succeeded." : "Not every act succeeded.");
        }
        return story.ok() ? 0 : 1;
    }

    private static Demo prepare(Story story) throws InterruptedException {
        var host = new LocalHost();
        Ticker ticker = System::nanoTime;
        Leftovers.clear(host, ticker, Path.of(System.getProperty("java.io.tmpdir", "/tmp")))
                .forEach(cleared -> story.say("Cleared what an earlier demonstration left in " + cleared + "."));
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

    /// In the shutdown hook: lets the play come to its end, which ends the servers, before the process goes.
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
