package io.caretaker.cli.imports;

import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;

/// The bytes of a UTF-8 text without its byte order mark; UTF-16 and UTF-32 are refused.
record PlainUtf8(InputStream in, String name) {

    InputStream stream() throws IOException {
        var buffered = new BufferedInputStream(in, 1 << 16);
        buffered.mark(4);
        byte[] start = buffered.readNBytes(4);
        buffered.reset();
        if (starts(start, 0xEF, 0xBB, 0xBF)) {
            buffered.skipNBytes(3);
        } else if (starts(start, 0xFE, 0xFF)
                || starts(start, 0xFF, 0xFE)
                || starts(start, '{', 0)
                || starts(start, 0, '{')
                || starts(start, 0, 0)) {
            throw new Problem(
                    ProblemCode.INVALID,
                    name + " is not UTF-8 text, but UTF-16 or UTF-32",
                    "save the file in UTF-8");
        }
        return buffered;
    }

    private static boolean starts(byte[] bytes, int... expected) {
        if (bytes.length < expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if ((bytes[i] & 0xFF) != expected[i]) {
                return false;
            }
        }
        return true;
    }
}
