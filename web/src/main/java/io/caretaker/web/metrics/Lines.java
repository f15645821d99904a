package io.caretaker.web.metrics;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Writes the lines of an exposition. A failure is kept until [#end()]. Not thread-safe.
final class Lines {
    private static final int BUFFER = 1 << 14;

    /// Whole numbers up to here are exact, and written without a point.
    private static final double LARGEST_WHOLE = 1L << 53;

    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER];
    private int filled;
    private @Nullable IOException failure;
    private String name = "";
    private byte[] nameBytes = new byte[0];

    Lines(OutputStream out) {
        this.out = out;
    }

    void text(String text) {
        bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /// One line with a value.
    void sample(String of, Labels labels, double value) {
        if (!of.equals(name)) {
            name = of;
            nameBytes = of.getBytes(StandardCharsets.UTF_8);
        }
        bytes(nameBytes);
        bytes(labels.bytes());
        put((byte) ' ');
        number(value);
        put((byte) '\n');
    }

    void sample(String of, Labels labels, long value) {
        sample(of, labels, (double) value);
    }

    private void number(double value) {
        if (value == Math.rint(value) && Math.abs(value) <= LARGEST_WHOLE) {
            whole((long) value);
        } else if (Double.isInfinite(value)) {
            text(value > 0 ? "+Inf" : "-Inf");
        } else {
            text(Double.toString(value));
        }
    }

    private void whole(long value) {
        if (value >= 0 && value <= 9) {
            put((byte) ('0' + value));
        } else {
            text(Long.toString(value));
        }
    }

    private void put(byte one) {
        if (filled == BUFFER) {
            flush();
        }
        buffer[filled++] = one;
    }

    private void bytes(byte[] some) {
        if (some.length > BUFFER - filled) {
            flush();
        }
        if (some.length > BUFFER) {
            pass(some, some.length);
        } else {
            System.arraycopy(some, 0, buffer, filled, some.length);
            filled += some.length;
        }
    }

    private void flush() {
        pass(buffer, filled);
        filled = 0;
    }

    private void pass(byte[] some, int length) {
        try {
            if (failure == null) {
                out.write(some, 0, length);
            }
        } catch (IOException e) {
            failure = e;
        }
    }

    /// Passes on what is left.
    ///
    /// @throws IOException what went wrong first
    void end() throws IOException {
        flush();
        if (failure != null) {
            throw failure;
        }
    }
}
