package io.caretaker.cli.render;

/// How many columns of a terminal a text takes, and how it is kept from doing anything there.
///
/// Names of users and databases, and queries, are other people's texts: what is in them must be
/// shown and never obeyed.
final class Columns {
    private static final int CONTROL_PICTURES = 0x2400;
    private static final char UNSHOWN = '\ufffd';

    /// Begin and end of the blocks whose characters take two columns, in order.
    ///
    /// Source: Unicode 16, EastAsianWidth.txt (W and F), joined to whole blocks.
    private static final int[] WIDE = {
        0x1100, 0x115f, 0x231a, 0x231b, 0x2329, 0x232a, 0x23e9, 0x23ec, 0x23f0, 0x23f0,
        0x23f3, 0x23f3, 0x25fd, 0x25fe, 0x2614, 0x2615, 0x2648, 0x2653, 0x267f, 0x267f,
        0x2693, 0x2693, 0x26a1, 0x26a1, 0x26aa, 0x26ab, 0x26bd, 0x26be, 0x26c4, 0x26c5,
        0x26ce, 0x26ce, 0x26d4, 0x26d4, 0x26ea, 0x26ea, 0x26f2, 0x26f3, 0x26f5, 0x26f5,
        0x26fa, 0x26fa, 0x26fd, 0x26fd, 0x2705, 0x2705, 0x270a, 0x270b, 0x2728, 0x2728,
        0x274c, 0x274c, 0x274e, 0x274e, 0x2753, 0x2755, 0x2757, 0x2757, 0x2795, 0x2797,
        0x27b0, 0x27b0, 0x27bf, 0x27bf, 0x2b1b, 0x2b1c, 0x2b50, 0x2b50, 0x2b55, 0x2b55,
        0x2e80, 0x303e, 0x3041, 0x4dbf, 0x4e00, 0xa4cf, 0xa960, 0xa97c, 0xac00, 0xd7a3,
        0xf900, 0xfaff, 0xfe10, 0xfe19, 0xfe30, 0xfe6f, 0xff01, 0xff60, 0xffe0, 0xffe6,
        0x16fe0, 0x18dff, 0x1aff0, 0x1b2ff, 0x1f004, 0x1f004, 0x1f0cf, 0x1f0cf, 0x1f18e, 0x1f18e,
        0x1f191, 0x1f19a, 0x1f200, 0x1f320, 0x1f32d, 0x1f335, 0x1f337, 0x1f37c, 0x1f37e, 0x1f393,
        0x1f3a0, 0x1f3ca, 0x1f3cf, 0x1f3d3, 0x1f3e0, 0x1f3f0, 0x1f3f4, 0x1f3f4, 0x1f3f8, 0x1f43e,
        0x1f440, 0x1f440, 0x1f442, 0x1f4fc, 0x1f4ff, 0x1f53d, 0x1f54b, 0x1f54e, 0x1f550, 0x1f567,
        0x1f57a, 0x1f57a, 0x1f595, 0x1f596, 0x1f5a4, 0x1f5a4, 0x1f5fb, 0x1f64f, 0x1f680, 0x1f6c5,
        0x1f6cc, 0x1f6cc, 0x1f6d0, 0x1f6d2, 0x1f6d5, 0x1f6d7, 0x1f6dc, 0x1f6df, 0x1f6eb, 0x1f6ec,
        0x1f6f4, 0x1f6fc, 0x1f7e0, 0x1f7eb, 0x1f7f0, 0x1f7f0, 0x1f90c, 0x1f93a, 0x1f93c, 0x1f945,
        0x1f947, 0x1f9ff, 0x1fa70, 0x1faff, 0x20000, 0x3fffd
    };

    private Columns() {}

    /// The text with what would move a cursor, change a colour or turn the direction of writing
    /// shown as a picture of itself.
    static String safe(String text) {
        if (text.codePoints().noneMatch(Columns::unsafe)) {
            return text;
        }
        var safe = new StringBuilder();
        text.codePoints().forEach(each -> append(safe, each));
        return safe.toString();
    }

    private static void append(StringBuilder safe, int letter) {
        if (!unsafe(letter)) {
            safe.appendCodePoint(letter);
        } else if (letter < ' ') {
            safe.append((char) (CONTROL_PICTURES + letter));
        } else if (!variation(letter)) {
            safe.append(UNSHOWN);
        }
    }

    private static boolean unsafe(int letter) {
        if (letter >= ' ' && letter < 0x7f) {
            return false;
        }
        return switch (Character.getType(letter)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    true;
            default -> variation(letter);
        };
    }

    /// Makes the character before it wider on some terminals only.
    private static boolean variation(int letter) {
        return letter == 0xfe0e || letter == 0xfe0f;
    }

    static int of(String text) {
        return text.codePoints().map(Columns::of).sum();
    }

    /// Where a text must end to take no more than so many columns.
    static int end(String text, int most) {
        int used = 0;
        int at = 0;
        while (at < text.length()) {
            int letter = text.codePointAt(at);
            used += of(letter);
            if (used > most) {
                return at;
            }
            at += Character.charCount(letter);
        }
        return at;
    }

    private static int of(int letter) {
        if (letter < 0x300) {
            return 1;
        }
        int type = Character.getType(letter);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        return wide(letter) ? 2 : 1;
    }

    private static boolean wide(int letter) {
        for (int i = 0; i < WIDE.length && letter >= WIDE[i]; i += 2) {
            if (letter <= WIDE[i + 1]) {
                return true;
            }
        }
        return false;
    }
}
