package io.caretaker.hosts.ssh;

import io.caretaker.hosts.local.TailBuffer;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Takes what a host writes on one stream: what comes before our greeting (a start file that
/// chatters) is set aside, of the rest the end is kept. Thread-safe.
final class Sink extends OutputStream {
    private static final String GREETING = "\u0001caretaker ";
    private static final int LONGEST_NOISE = 64 * 1024;

    private final ByteArrayOutputStream before = new ByteArrayOutputStream();
    private final TailBuffer tail;
    private @Nullable String greeting;
    private long greetedAt;
    private long lastAt = System.nanoTime();

    Sink(int limit) {
        tail = new TailBuffer(limit);
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) {
        lastAt = System.nanoTime();
        if (greeting != null) {
            tail.write(bytes, from, length);
        } else if (before.size() < LONGEST_NOISE) {
            before.write(bytes, from, length);
            greet();
        }
    }

    private void greet() {
        byte[] all = before.toByteArray();
        String text = new String(all, StandardCharsets.ISO_8859_1);
        int begin = text.indexOf(GREETING);
        int end = begin < 0 ? -1 : text.indexOf('\n', begin);
        if (end >= 0) {
            greeting = text.substring(begin + GREETING.length(), end);
            greetedAt = lastAt;
            tail.write(all, end + 1, all.length - end - 1);
            before.reset();
        }
    }

    /// The session that the command leads, null while it has not begun.
    synchronized @Nullable String greeting() {
        return greeting;
    }

    /// When the greeting came, by [System#nanoTime].
    synchronized long greetedAt() {
        return greetedAt;
    }

    synchronized long silentNanos() {
        return System.nanoTime() - lastAt;
    }

    /// What was said after the greeting; without one, all that was said.
    synchronized String text() {
        return greeting == null ? before.toString(StandardCharsets.UTF_8) : tail.text();
    }
}
