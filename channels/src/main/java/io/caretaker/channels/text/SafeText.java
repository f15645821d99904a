package io.caretaker.channels.text;

/// Makes foreign text fit for people: without control characters, marks that turn the direction of
/// writing, and halves of characters; and not longer than asked. Lengths are in code points.
public final class SafeText {
    private static final int REPLACEMENT = 0xFFFD;

    private SafeText() {}

    /// One line: every run of blanks and breaks becomes one blank.
    public static String line(String text, int most) {
        String head = head(text, most);
        String clean = clean(head).replaceAll("\\s+", " ").strip();
        return length(clean) <= most && head.length() == text.length()
                ? clean
                : cut(clean, most) + "…";
    }

    /// Lines separated by `\n`; tabs stay. What is cut off is counted, roughly.
    public static String lines(String text, int most) {
        String head = head(text, most);
        String clean = clean(head).strip();
        if (length(clean) <= most && head.length() == text.length()) {
            return clean;
        }
        String cut = cut(clean, most);
        int more = length(clean) - length(cut) + text.length() - head.length();
        return cut + "… (" + more + " more characters)";
    }

    /// Enough of it, so that a very long text costs no more than a long one.
    private static String head(String text, int most) {
        return text.substring(0, Math.min(text.length(), 2 * most + 100));
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static String cut(String text, int most) {
        return length(text) <= most
                ? text
                : text.substring(0, text.offsetByCodePoints(0, most)).stripTrailing();
    }

    private static String clean(String text) {
        var clean = new StringBuilder(text.length());
        text.replace("\r\n", "\n").codePoints().forEach(each -> append(clean, each));
        return clean.toString();
    }

    private static void append(StringBuilder clean, int point) {
        if (point == '\n' || point == '\t') {
            clean.append((char) point);
        } else if (breaksLine(point)) {
            clean.append('\n');
        } else if (Character.isISOControl(point)) {
            clean.append(' ');
        } else if (Character.getType(point) == Character.SURROGATE || isNoCharacter(point)) {
            clean.appendCodePoint(REPLACEMENT);
        } else if (!turnsDirection(point)) {
            clean.appendCodePoint(point);
        }
    }

    private static boolean breaksLine(int point) {
        return point == '\r' || point == 0x85 || point == 0x2028 || point == 0x2029;
    }

    /// Such marks can make a text look like another one.
    private static boolean turnsDirection(int point) {
        return (point >= 0x202A && point <= 0x202E)
                || (point >= 0x2066 && point <= 0x2069)
                || point == 0x200E
                || point == 0x200F
                || point == 0x061C
                || point == 0xFEFF;
    }

    private static boolean isNoCharacter(int point) {
        return (point & 0xFFFE) == 0xFFFE || (point >= 0xFDD0 && point <= 0xFDEF);
    }
}
