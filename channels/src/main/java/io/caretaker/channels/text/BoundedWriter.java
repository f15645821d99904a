package io.caretaker.channels.text;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/// Keeps what is written, up to a number of bytes in UTF-8; more than that is an error. For one
/// thread.
final class BoundedWriter extends Writer {
    private final StringBuilder content = new StringBuilder();
    private final int mostBytes;
    private int bytes;
    private boolean overflowed;

    BoundedWriter(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    @Override
    public void write(char[] buffer, int offset, int length) throws IOException {
        String piece = new String(buffer, offset, length);
        bytes += piece.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > mostBytes) {
            overflowed = true;
            throw new IOException("longer than " + mostBytes + " bytes");
        }
        content.append(piece);
    }

    boolean overflowed() {
        return overflowed;
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    @Override
    public String toString() {
        return content.toString();
    }
}
