package io.caretaker.hosts.local;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Keeps the end of what a stream says. Not thread-safe.
public final class TailBuffer {
    private static final int CHUNK = 64 * 1024;

    private final int limit;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private byte[] tail = new byte[0];

    public TailBuffer(int limit) {
        this.limit = limit;
    }

    /// Takes what is there without waiting for more; false when there was nothing.
    boolean drain(InputStream in) {
        try {
            int available = in.available();
            if (available <= 0) {
                return false;
            }
            byte[] chunk = in.readNBytes(Math.min(available, CHUNK));
            add(chunk, chunk.length);
            return chunk.length > 0;
        } catch (IOException _) {
            return false;
        }
    }

    /// Takes everything up to the end of the stream.
    void readFully(InputStream in) throws IOException {
        byte[] chunk = new byte[CHUNK];
        for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
            add(chunk, n);
        }
    }

    private void add(byte[] chunk, int length) {
        write(chunk, 0, length);
    }

    /// Takes a part of an array.
    public void write(byte[] chunk, int from, int length) {
        kept.write(chunk, from, length);
        if (kept.size() > limit) {
            fold();
        }
    }

    private void fold() {
        byte[] recent = kept.toByteArray();
        kept.reset();
        byte[] all = Arrays.copyOf(tail, tail.length + recent.length);
        System.arraycopy(recent, 0, all, tail.length, recent.length);
        tail = Arrays.copyOfRange(all, Math.max(0, all.length - limit), all.length);
    }

    /// What was kept; bytes that are not UTF-8 are replaced, a first half of a character is
    /// dropped.
    public String text() {
        fold();
        int start = 0;
        if (tail.length == limit) {
            while (start < Math.min(3, tail.length) && (tail[start] & 0xC0) == 0x80) {
                start++;
            }
        }
        return new String(tail, start, tail.length - start, StandardCharsets.UTF_8);
    }
}
