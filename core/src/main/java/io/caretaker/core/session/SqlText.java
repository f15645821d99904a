package io.caretaker.core.session;

import java.util.Locale;
import java.util.Set;

/// Takes the data out of a statement and leaves its shape: each literal becomes `?`, comments go,
/// white space is folded, lists of literals after `IN`, in `VALUES` and in arrays shrink to one
/// `?`, and rows of `VALUES` that look the same to one. Names and parameters (`$1`) stay. Pure;
/// needs time and memory in proportion to the text.
///
/// A text may be cut off anywhere, as servers do: what follows a quote that never ends is `?`.
/// Where a server's settings decide whether a string ends (a backslash before a quote, which
/// PostgreSQL takes for an escape only with `standard_conforming_strings` off), all that follows is
/// `?`, too.
///
/// Source: PostgreSQL manual, "Lexical Structure" (12 to 18); MySQL manual 8.0 and 8.4, "Literal
/// Values", "Schema Object Names", "Comments".
public final class SqlText {
    private static final Set<String> STRING_PREFIXES = Set.of("E", "B", "X", "N");
    private static final char BACKSLASH = '\\';
    private static final char NOTHING = '\0';
    private static final char REPLACEMENT = '\uFFFD';

    private final String text;
    private final Dialect dialect;
    private final SqlShape shape = new SqlShape();
    private int at;

    private SqlText(String text, Dialect dialect) {
        this.text = text;
        this.dialect = dialect;
    }

    /// How a server reads quotes and comments.
    public enum Dialect {
        /// Names in double quotes, nested comments, dollar quotes.
        ANSI,
        /// Names in backticks, strings in single or double quotes with backslash escapes, `#`.
        MYSQL
    }

    /// As PostgreSQL reads it.
    public static String normalise(String sql) {
        return normalise(sql, Dialect.ANSI);
    }

    public static String normalise(String sql, Dialect dialect) {
        var reading = new SqlText(sql, dialect);
        while (reading.at < sql.length()) {
            reading.token();
        }
        return reading.shape.toString();
    }

    /// The beginning of a text, at most `most` UTF-16 units, with an ellipsis where something is
    /// missing; no character is split.
    public static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = most - 1;
        if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end) + "…";
    }

    private void token() {
        char here = text.charAt(at);
        if (space(here)) {
            at++;
            shape.space();
        } else if (!comment(here) && !quoted(here)) {
            if (digit(here) || (here == '.' && digit(peek(1)))) {
                number();
            } else if (wordStart(here)) {
                word();
            } else if (here == '$' && digit(peek(1))) {
                parameter();
            } else if ((here == '-' || here == '+') && shape.operandDue() && digit(peek(1))) {
                at++;
            } else {
                shape.symbol(here);
                at++;
            }
        }
    }

    private boolean comment(char here) {
        boolean dashes =
                here == '-' && peek(1) == '-' && (ansi() || peek(2) == NOTHING || space(peek(2)));
        boolean line = dashes || (here == '#' && !ansi());
        if (line) {
            while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
                at++;
            }
            shape.space();
            return true;
        }
        if (here == '/' && peek(1) == '*') {
            blockComment();
            shape.space();
            return true;
        }
        return false;
    }

    private void blockComment() {
        int depth = 0;
        do {
            if (text.charAt(at) == '/' && peek(1) == '*' && (ansi() || depth == 0)) {
                depth++;
                at += 2;
            } else if (text.charAt(at) == '*' && peek(1) == '/') {
                depth--;
                at += 2;
            } else {
                at++;
            }
        } while (depth > 0 && at < text.length());
    }

    private boolean quoted(char here) {
        if (here == '\'') {
            string(here, !ansi(), ansi());
        } else if (here == '"' && !ansi()) {
            string(here, true, false);
        } else if (here == '"' || (here == '`' && !ansi())) {
            name(at);
        } else {
            return here == '$' && ansi() && dollarQuoted();
        }
        return true;
    }

    /// Reads a string from its opening quote.
    ///
    /// @param escapes whether a backslash takes the next character's meaning
    /// @param doubtful whether it may, for all that is known
    private void string(char quote, boolean escapes, boolean doubtful) {
        shape.literal();
        int backslashes = 0;
        for (at++; at < text.length(); at++) {
            char here = text.charAt(at);
            boolean odd = backslashes % 2 == 1;
            backslashes = here == BACKSLASH ? backslashes + 1 : 0;
            if (here == quote && !(odd && escapes)) {
                if (odd && doubtful) {
                    at = text.length();
                    return;
                }
                if (peek(1) != quote) {
                    at++;
                    return;
                }
                at++;
            }
        }
    }

    /// Reads a quoted name, which begins at `from` and whose opening quote is here.
    private void name(int from) {
        char quote = text.charAt(at);
        for (at++; at < text.length(); at++) {
            if (text.charAt(at) == quote) {
                if (peek(1) != quote) {
                    at++;
                    shape.operand(printable(from, at));
                    return;
                }
                at++;
            }
        }
        shape.literal();
    }

    private boolean dollarQuoted() {
        int end = at + 1;
        while (end < text.length() && wordPart(text.charAt(end)) && text.charAt(end) != '$') {
            end++;
        }
        if (digit(peek(1)) || (end < text.length() && text.charAt(end) != '$')) {
            return false;
        }
        shape.literal();
        // A tag that is cut off may be the beginning of a quote.
        String tag = text.substring(at, Math.min(end + 1, text.length()));
        int close = end < text.length() ? text.indexOf(tag, end + 1) : -1;
        at = close < 0 ? text.length() : close + tag.length();
        return true;
    }

    /// Numbers of all bases and forms, with whatever hangs on to them.
    private void number() {
        shape.literal();
        boolean hex = text.charAt(at) == '0' && (peek(1) == 'x' || peek(1) == 'X');
        char before = NOTHING;
        while (at < text.length()) {
            char here = text.charAt(at);
            boolean exponent =
                    !hex && (before == 'e' || before == 'E') && (here == '+' || here == '-');
            if (!wordPart(here) && here != '.' && !(exponent && digit(peek(1)))) {
                return;
            }
            before = here;
            at++;
        }
    }

    private void word() {
        int from = at;
        while (at < text.length() && wordPart(text.charAt(at))) {
            at++;
        }
        String word = text.substring(from, at);
        String upper = at - from <= 1 ? word.toUpperCase(Locale.ROOT) : word;
        if (upper.equals("U") && peek(0) == '&' && (peek(1) == '\'' || peek(1) == '"')) {
            at++;
            unicodeQuoted(from);
        } else if (peek(0) == '\'' && STRING_PREFIXES.contains(upper)) {
            boolean escapes = !ansi() || upper.equals("E");
            string('\'', escapes, !escapes);
        } else {
            shape.word(printable(from, at));
        }
    }

    private void unicodeQuoted(int from) {
        if (text.charAt(at) == '\'' || !ansi()) {
            string(text.charAt(at), !ansi(), ansi());
        } else {
            name(from);
        }
    }

    private void parameter() {
        int from = at++;
        while (at < text.length() && digit(text.charAt(at))) {
            at++;
        }
        shape.operand(text.substring(from, at));
    }

    private boolean ansi() {
        return dialect == Dialect.ANSI;
    }

    private char peek(int distance) {
        return at + distance < text.length() ? text.charAt(at + distance) : NOTHING;
    }

    private boolean wordStart(char letter) {
        return wordPart(letter) && !digit(letter) && (letter != '$' || !ansi());
    }

    private static boolean wordPart(char letter) {
        return (letter >= 'a' && letter <= 'z')
                || (letter >= 'A' && letter <= 'Z')
                || digit(letter)
                || letter == '_'
                || letter == '$'
                || (letter >= 0x80 && !space(letter));
    }

    private static boolean digit(char letter) {
        return letter >= '0' && letter <= '9';
    }

    /// Also what controls a terminal or the direction of writing.
    private static boolean space(char letter) {
        return letter <= ' '
                || Character.isISOControl(letter)
                || Character.isWhitespace(letter)
                || Character.isSpaceChar(letter)
                || Character.getType(letter) == Character.FORMAT;
    }

    /// Part of the text with nothing in it that is no character, or does more than to be seen.
    private String printable(int from, int to) {
        var clean = new StringBuilder(to - from);
        for (int i = from; i < to; i++) {
            char here = text.charAt(i);
            if (Character.isHighSurrogate(here)
                    && i + 1 < to
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                clean.append(here).append(text.charAt(++i));
            } else {
                clean.append(Character.isSurrogate(here) ? REPLACEMENT : space(here) ? ' ' : here);
            }
        }
        return clean.toString();
    }
}
