package io.caretaker.cli.screen;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/// The terminal as a live view needs it: keys as they come, a screen of its own. However the
/// program ends, short of being killed outright, the terminal is as it was before. Not thread-safe.
public final class Screen implements AutoCloseable {
    private static final String ENTER = "\u001b[?1049h\u001b[?25l\u001b[?7l";
    private static final String LEAVE = "\u001b[0m\u001b[?7h\u001b[?25h\u001b[?1049l";
    private static final String HOME = "\u001b[H";
    private static final String END_OF_LINE = "\u001b[K";

    private final Terminal terminal;
    private final Attributes before;
    private final Thread hook = new Thread(this::restore, "caretaker-terminal");
    private final AtomicBoolean restored = new AtomicBoolean();
    private final AtomicBoolean interrupted = new AtomicBoolean();
    private final AtomicBoolean resized = new AtomicBoolean();

    private Screen(Terminal terminal) {
        this.terminal = terminal;
        this.before = terminal.getAttributes();
    }

    /// Whether a terminal of this kind can show what moves.
    ///
    /// @param environment where `TERM` names the kind
    public static boolean moves(Map<String, String> environment) {
        String kind = environment.getOrDefault("TERM", "");
        return !kind.isEmpty() && !kind.equals("dumb");
    }

    /// Takes over the terminal of this process.
    public static Screen open() throws IOException {
        Terminal terminal =
                TerminalBuilder.builder()
                        .system(true)
                        .providers("ffm,exec")
                        .dumb(false)
                        .encoding(StandardCharsets.UTF_8)
                        .build();
        var screen = new Screen(terminal);
        Runtime.getRuntime().addShutdownHook(screen.hook);
        screen.enter();
        return screen;
    }

    private void enter() {
        terminal.handle(Signal.INT, _ -> interrupted.set(true));
        terminal.handle(Signal.WINCH, _ -> resized.set(true));
        terminal.enterRawMode();
        // Stopped or dumped into, the screen would be left as it is.
        Attributes raw = terminal.getAttributes();
        raw.setControlChar(ControlChar.VSUSP, 0);
        raw.setControlChar(ControlChar.VQUIT, 0);
        terminal.setAttributes(raw);
        write(ENTER);
    }

    /// Whether Ctrl+C was pressed.
    public boolean interrupted() {
        return interrupted.get();
    }

    /// Whether the terminal has got another size since the last time this was asked.
    public boolean resized() {
        return resized.getAndSet(false);
    }

    public Size size() {
        org.jline.terminal.Size size = terminal.getSize();
        boolean known = size.getColumns() > 0 && size.getRows() > 0;
        return known ? new Size(size.getColumns(), size.getRows()) : new Size(80, 24);
    }

    /// Overwrites in place, so that nothing flickers.
    public void show(List<String> lines) {
        var text = new StringBuilder(HOME);
        for (int i = 0; i < lines.size(); i++) {
            // Erased first: behind a full line the cursor stands on its last character.
            text.append(i == 0 ? "" : "\r\n").append(END_OF_LINE).append(lines.get(i));
        }
        write(text.toString());
    }

    /// The next key.
    ///
    /// @param millis how long to wait for it
    /// @return null when none was pressed
    public @Nullable Key key(long millis) throws IOException {
        int first = terminal.reader().read(millis);
        return first < Key.Source.GONE ? null : Key.read(first, terminal.reader()::read);
    }

    private void write(String text) {
        terminal.writer().write(text);
        terminal.flush();
    }

    private void restore() {
        if (restored.compareAndSet(false, true)) {
            // Past the terminal's own stream, which at the end of the program may be closed
            // already.
            System.out.print(LEAVE);
            System.out.flush();
            try {
                terminal.setAttributes(before);
            } catch (IllegalStateException _) {
                // It was closed, which puts them back as well.
            }
        }
    }

    @Override
    public void close() throws IOException {
        restore();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // The program is ending already.
        }
        terminal.close();
    }
}
