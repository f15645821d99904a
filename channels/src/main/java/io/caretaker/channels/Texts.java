package io.caretaker.channels;

/// Texts made fit for where they go. Pure.
final class Texts {
    private static final int REPLACEMENT = 0xFFFD;

    private Texts() {}

    /// The text with U+FFFD in place of halves of characters.
    static String wellFormed(String text) {
        return map(text, false);
    }

    /// Well-formed, and without control characters other than line ends and tabs.
    static String clean(String text) {
        return map(text, true);
    }

    /// Clean, on one line, and no longer than that.
    static String line(String text, int most) {
        return cut(clean(text).replaceAll("\\s+", " ").strip(), most);
    }

    /// At most so many UTF-16 units; what was longer ends with an ellipsis, and never in the middle
    /// of a character.
    static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = most - 1;
        if (Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end) + "…";
    }

    private static String map(String text, boolean withoutControls) {
        var kept = new StringBuilder(text.length());
        text.codePoints()
                .forEach(point -> {
                    if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
                        kept.appendCodePoint(REPLACEMENT);
                    } else if (!withoutControls || !control(point)) {
                        kept.appendCodePoint(point);
                    }
                });
        return kept.toString();
    }

    private static boolean control(int point) {
        return Character.getType(point) == Character.CONTROL && point != '\n' && point != '\t';
    }
}
