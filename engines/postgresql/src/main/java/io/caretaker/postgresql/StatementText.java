package io.caretaker.postgresql;

import java.util.regex.Pattern;

/// The text of a statement as it may be shown: without literals, which may be row data or secrets,
/// and not too long.
///
/// `pg_stat_statements` leaves the literals of utility statements as they are (`alter role …
/// password '…'`), and `pg_stat_activity` all of them.
///
/// Source: PostgreSQL manual, "pg_stat_statements" and "Lexical Structure" (12 to 18).
final class StatementText {
    private static final int LONGEST = 300;

    /// What ends only with the text is a literal that was cut off.
    private static final Pattern LITERAL =
            Pattern.compile(
                    "--[^\\n]*"
                            + "|/\\*.*?(?:\\*/|\\z)"
                            + "|\\b[eE]'(?:\\\\.|''|[^'\\\\])*+(?:'|\\\\?\\z)"
                            + "|(?:\\b[uU]&|\\b[bBxXnN])?'(?:''|[^'])*+(?:'|\\z)"
                            + "|(\\$(?:[A-Za-z_\\x80-\\uffff][\\w\\x80-\\uffff]*)?\\$).*?(?:\\1|\\z)"
                            + "|(\"(?:\"\"|[^\"])*+(?:\"|\\z)|[A-Za-z_\\x80-\\uffff][\\w$\\x80-\\uffff]*"
                            + "|\\$\\d+)"
                            + "|(\\d[\\w.]*(?:(?<=[eE])[+-]\\d+)?|\\.\\d[\\w]*)",
                    Pattern.DOTALL);

    private StatementText() {}

    static String shown(String text) {
        String plain =
                LITERAL.matcher(text)
                        .replaceAll(found -> {
                            if (found.group(2) != null) {
                                return java.util.regex.Matcher.quoteReplacement(found.group(2));
                            }
                            return found.group().startsWith("--") || found.group().startsWith("/*")
                                    ? " "
                                    : "?";
                        })
                        .replaceAll("\\s+", " ")
                        .strip();
        return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST - 1) + "…";
    }
}
