package io.caretaker.cli.demo;

import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.status.ServiceState;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/// Shows the demonstration's services, refreshed every second on a terminal, one line for each
/// change elsewhere, until interrupted.
final class LiveView {
    private static final Duration REFRESH = Duration.ofSeconds(1);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());
    private static final int ROWS = 6;

    private final Demo demo;
    private final PrintWriter out;
    private final boolean terminal;
    private int linesShown;
    private String shown = "";

    LiveView(Demo demo, PrintWriter out, boolean terminal) {
        this.demo = demo;
        this.out = out;
        this.terminal = terminal;
    }

    void show() throws InterruptedException {
        out.println();
        out.println(
                "Now kill a server yourself, with the command beside it, and watch. Ctrl+C ends everything.");
        out.println();
        while (true) {
            var text = new StringBuilder();
            demo.adopted().keySet().stream().sorted().forEach(id -> describe(id, text));
            draw(text.toString());
            Thread.sleep(REFRESH);
        }
    }

    private void describe(ServiceId id, StringBuilder text) {
        ServiceState state = demo.state(id);
        Throwaway server = demo.adopted().get(id);
        String kill =
                server == null || server.pid().isEmpty()
                        ? ""
                        : "   kill -9 " + server.pid().getAsLong();
        text.append(
                String.format(
                        Locale.ROOT,
                        "%-24s %-8s %s%s%n",
                        id,
                        state.status().name().toLowerCase(Locale.ROOT),
                        state.message(),
                        kill));
        List<HistoryEntry> rows = demo.newest(id, ROWS);
        rows.stream()
                .filter(row -> row.recovery() != null || row.status().down())
                .forEach(row ->
                        text.append("    ")
                                .append(TIME.format(row.timestamp()))
                                .append("  ")
                                .append(tell(row))
                                .append(System.lineSeparator()));
    }

    private static String tell(HistoryEntry row) {
        HistoryEntry.RecoveryNote note = row.recovery();
        return note == null ? "down: " + row.error() : note.action() + ": " + note.message();
    }

    private void draw(String text) {
        if (terminal) {
            out.print((linesShown == 0 ? "" : "\u001b[" + linesShown + "A\u001b[J") + text);
            linesShown = (int) text.lines().count();
        } else if (!text.equals(shown)) {
            out.print(text);
        }
        shown = text;
        out.flush();
    }
}
