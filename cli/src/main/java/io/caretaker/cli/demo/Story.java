package io.caretaker.cli.demo;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Tells the demonstration in plain words while it happens: one line an act, with a moving sign on
/// a terminal.
final class Story {
    private static final String[] SIGNS = {"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"};
    private static final Duration BEAT = Duration.ofMillis(100);
    private static final String CLEAR_LINE = "\r\u001b[2K";

    /// What an act does; it returns the sentence to end with and may add figures.
    interface Deed {
        String run(Map<String, Long> figures) throws InterruptedException;
    }

    private final PrintWriter out;
    private final boolean terminal;
    private final boolean colour;
    private final List<Act> acts = new ArrayList<>();

    Story(PrintWriter out, boolean terminal, boolean colour) {
        this.out = out;
        this.terminal = terminal;
        this.colour = colour;
    }

    void say(String text) {
        out.println(text);
        out.flush();
    }

    List<Act> acts() {
        return List.copyOf(acts);
    }

    boolean ok() {
        return !acts.isEmpty() && acts.stream().allMatch(Act::ok);
    }

    /// Plays an act; false when it failed. A failure is told and remembered, not thrown.
    boolean act(String act, String target, String sentence, Deed deed) throws InterruptedException {
        long began = System.nanoTime();
        var figures = new LinkedHashMap<String, Long>();
        Thread sign = terminal ? Thread.ofVirtual().start(() -> turn(sentence)) : null;
        String ending;
        String error = null;
        try {
            ending = deed.run(figures);
        } catch (RuntimeException e) {
            error = String.valueOf(e.getMessage());
            ending = error;
        } finally {
            stop(sign);
        }
        var played =
                new Act(act, target, Duration.ofNanos(System.nanoTime() - began), figures, error);
        acts.add(played);
        out.println(
                (terminal ? CLEAR_LINE : "")
                        + mark(played.ok())
                        + " "
                        + sentence
                        + ": "
                        + ending
                        + "  ("
                        + seconds(played.took())
                        + ")");
        out.flush();
        return played.ok();
    }

    private void turn(String sentence) {
        try {
            for (int beat = 0; ; beat++) {
                out.print(CLEAR_LINE + SIGNS[beat % SIGNS.length] + " " + sentence + " …");
                out.flush();
                Thread.sleep(BEAT);
            }
        } catch (InterruptedException e) {
            // The act is over.
        }
    }

    private static void stop(@Nullable Thread sign) throws InterruptedException {
        if (sign != null) {
            sign.interrupt();
            sign.join();
        }
    }

    private String mark(boolean ok) {
        String plain = ok ? "✓" : "✗";
        return colour ? (ok ? "\u001b[32m" : "\u001b[31m") + plain + "\u001b[0m" : plain;
    }

    static String seconds(Duration took) {
        return took.toMillis() < 1000
                ? took.toMillis() + " ms"
                : String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1000.0);
    }
}
