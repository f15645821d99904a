package io.caretaker.sqlite;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Numbers in few bytes, without loss. A number that is whole, or whole when multiplied by 100 or
/// 1000, is written as that whole number in groups of seven bits; its two lowest bits name the
/// case. All others take eight bytes after a mark.
final class PackedMetrics {
    private static final double[] SCALES = {1, 100, 1000};
    private static final int UNSCALED = 3;
    private static final double LARGEST = 1L << 53;

    private PackedMetrics() {}

    static byte[] pack(Collection<Double> values) {
        var out = new ByteArrayOutputStream();
        values.forEach(value -> put(value, out));
        return out.toByteArray();
    }

    private static void put(double value, ByteArrayOutputStream out) {
        for (int i = 0; i < SCALES.length; i++) {
            double scaled = value * SCALES[i];
            long whole = Math.round(scaled);
            if (Math.abs(scaled) < LARGEST && Double.compare(whole / SCALES[i], value) == 0) {
                putGroups((((whole << 1) ^ (whole >> 63)) << 2) | i, out);
                return;
            }
        }
        out.write(UNSCALED);
        out.writeBytes(ByteBuffer.allocate(Double.BYTES).putDouble(value).array());
    }

    private static void putGroups(long number, ByteArrayOutputStream out) {
        long rest = number;
        while (rest >>> 7 != 0) {
            out.write((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    /// @throws IllegalArgumentException when the bytes end too early
    static List<Double> unpack(byte[] bytes) {
        var in = ByteBuffer.wrap(bytes);
        var values = new ArrayList<Double>();
        try {
            while (in.hasRemaining()) {
                values.add(next(in));
            }
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("packed metrics end too early", e);
        }
        return values;
    }

    private static double next(ByteBuffer in) {
        long number = groups(in);
        int scale = (int) (number & 3);
        if (scale == UNSCALED) {
            return in.getDouble();
        }
        long folded = number >>> 2;
        return ((folded >>> 1) ^ -(folded & 1)) / SCALES[scale];
    }

    private static long groups(ByteBuffer in) {
        long number = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte group = in.get();
            number |= (group & 0x7fL) << shift;
            if (group >= 0) {
                break;
            }
        }
        return number;
    }
}
