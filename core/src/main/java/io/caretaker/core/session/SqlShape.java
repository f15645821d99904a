package io.caretaker.core.session;

import java.util.BitSet;

/// A statement as it is written down without its data, token by token. What is written is only ever
/// shortened at its end. Not thread-safe.
final class SqlShape {
    private static final String SEPARATOR = ", ";

    private final StringBuilder written = new StringBuilder();

    /// For each open bracket whether literals in it are a list, and whether it is a row of
    /// `VALUES`.
    private final BitSet lists = new BitSet();

    private final BitSet rows = new BitSet();
    private int depth;

    private Token last = Token.NOTHING;
    private Token lastButOne = Token.NOTHING;
    private boolean spaced;

    /// Where the row that is being written begins, and the one before it.
    private int rowStart = -1;

    private int formerRow = -1;
    private int formerRowEnd = -1;

    private enum Token {
        NOTHING,
        LITERAL,
        COMMA,
        /// A name or a parameter.
        OPERAND,
        WORD,
        IN,
        VALUES,
        ARRAY,
        OPENING,
        CLOSING,
        /// The end of a row of `VALUES`.
        ROW,
        /// What separates two rows.
        BETWEEN_ROWS,
        SYMBOL
    }

    void space() {
        spaced = true;
    }

    void literal() {
        boolean list = depth > 0 && lists.get(depth - 1);
        if (list && last == Token.COMMA && lastButOne == Token.LITERAL) {
            written.setLength(written.length() - 1);
            last = Token.LITERAL;
            lastButOne = Token.SYMBOL;
            spaced = false;
        } else {
            append("?", Token.LITERAL);
        }
    }

    void operand(String text) {
        append(text, Token.OPERAND);
    }

    void word(String text) {
        if (depth > 0 && text.equalsIgnoreCase("select")) {
            lists.clear(depth - 1);
        }
        append(text, kind(text));
    }

    private static Token kind(String word) {
        if (word.equalsIgnoreCase("in")) {
            return Token.IN;
        }
        if (word.equalsIgnoreCase("values") || word.equalsIgnoreCase("value")) {
            return Token.VALUES;
        }
        return word.equalsIgnoreCase("array") ? Token.ARRAY : Token.WORD;
    }

    void symbol(char symbol) {
        switch (symbol) {
            case '(', '[' -> open(symbol);
            case ')', ']' -> close(symbol);
            case ',' -> append(",", last == Token.ROW ? Token.BETWEEN_ROWS : Token.COMMA);
            default -> append(Character.toString(symbol), Token.SYMBOL);
        }
    }

    /// Whether what comes next begins an operand, so that a sign belongs to its number.
    boolean operandDue() {
        return last == Token.OPENING || last == Token.COMMA;
    }

    private void open(char bracket) {
        boolean round = bracket == '(';
        boolean inList = depth > 0 && lists.get(depth - 1);
        boolean row = round && (last == Token.VALUES || last == Token.BETWEEN_ROWS);
        boolean array = !round && (last == Token.ARRAY || (inList && last != Token.OPERAND));
        boolean list = row || array || (round && last == Token.IN);
        if (row && last == Token.VALUES) {
            formerRow = -1;
        }
        append(Character.toString(bracket), Token.OPENING);
        lists.set(depth, list);
        rows.set(depth, row);
        depth++;
        if (row) {
            rowStart = written.length() - 1;
        }
    }

    private void close(char bracket) {
        boolean row = depth > 0 && rows.get(depth - 1);
        depth = Math.max(0, depth - 1);
        append(Character.toString(bracket), row ? Token.ROW : Token.CLOSING);
        if (row) {
            endRow();
        }
    }

    private void endRow() {
        boolean follows = formerRow >= 0 && formerRowEnd + SEPARATOR.length() == rowStart;
        if (follows && sameAsFormer()) {
            written.setLength(formerRowEnd);
        } else {
            formerRow = rowStart;
            formerRowEnd = written.length();
        }
    }

    private boolean sameAsFormer() {
        int length = written.length() - rowStart;
        if (length != formerRowEnd - formerRow) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (written.charAt(formerRow + i) != written.charAt(rowStart + i)) {
                return false;
            }
        }
        return true;
    }

    private void append(String text, Token token) {
        if (separated(token)) {
            written.append(' ');
        }
        written.append(text);
        lastButOne = last;
        last = token;
        spaced = false;
    }

    private boolean separated(Token next) {
        if (last == Token.NOTHING || last == Token.OPENING) {
            return false;
        }
        boolean tight =
                next == Token.CLOSING
                        || next == Token.ROW
                        || next == Token.COMMA
                        || next == Token.BETWEEN_ROWS;
        if (tight) {
            return false;
        }
        boolean after = last == Token.COMMA || last == Token.BETWEEN_ROWS;
        return after || spaced || (operand(last) && operand(next));
    }

    /// Whether two such tokens would run into each other.
    private static boolean operand(Token token) {
        return switch (token) {
            case LITERAL, OPERAND, WORD, IN, VALUES, ARRAY -> true;
            case NOTHING, COMMA, OPENING, CLOSING, ROW, BETWEEN_ROWS, SYMBOL -> false;
        };
    }

    @Override
    public String toString() {
        return written.toString();
    }
}
