package io.caretaker.channels.email;

import io.caretaker.channels.text.SafeText;
import java.util.List;
import java.util.Locale;

/// What a mail server answered to one command.
///
/// @param lines without their codes, at least one
record SmtpReply(int code, List<String> lines) {
    private static final int MOST = 200;

    SmtpReply {
        lines = List.copyOf(lines);
    }

    boolean good() {
        return code >= 200 && code <= 299;
    }

    boolean later() {
        return code >= 400 && code <= 499;
    }

    boolean refused() {
        return code >= 500 && code <= 599;
    }

    /// Whether an enhanced status of the class and subject is there, such as `5.7.`.
    boolean status(String beginning) {
        return lines.getFirst().startsWith(beginning);
    }

    /// Whether one of the extensions of an answer to EHLO is this one.
    boolean offers(String extension) {
        return lines.stream()
                .skip(1)
                .map(each -> each.toUpperCase(Locale.ROOT).strip())
                .anyMatch(each -> each.equals(extension) || each.startsWith(extension + " "));
    }

    /// The mechanisms of an answer to EHLO.
    List<String> mechanisms() {
        return lines.stream()
                .skip(1)
                .map(each -> each.toUpperCase(Locale.ROOT).strip())
                .filter(each -> each.startsWith("AUTH ") || each.startsWith("AUTH="))
                .flatMap(each -> List.of(each.substring(5).split("[ =]+")).stream())
                .distinct()
                .toList();
    }

    /// Code and words on one line.
    @Override
    public String toString() {
        return code + " " + SafeText.line(String.join(" ", lines), MOST);
    }
}
