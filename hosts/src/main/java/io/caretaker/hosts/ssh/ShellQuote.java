package io.caretaker.hosts.ssh;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Quotes words for a POSIX shell that reads its script as one line. Pure.
final class ShellQuote {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_/.:,@%+-]+");

    /// Gives the variable `n` a newline, which cannot stand in the line itself; `$(…)` would drop
    /// it at the end.
    static final String NEWLINE = "n=$(printf '\\nx');n=${n%x};";

    private ShellQuote() {}

    /// The text as one word; newlines by the variable of [#NEWLINE].
    static String quote(String text) {
        if (PLAIN.matcher(text).matches()) {
            return text;
        }
        return "'" + text.replace("'", "'\\''").replace("\n", "'\"$n\"'") + "'";
    }

    static String quote(List<String> words) {
        return words.stream().map(ShellQuote::quote).collect(Collectors.joining(" "));
    }
}
