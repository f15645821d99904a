package io.caretaker.core.recovery;

import java.util.List;
import java.util.regex.Matcher;

/// The failure pattern that was recognised, with the line that shows it.
public record Diagnosis(FailurePattern pattern, String evidence) {
    public static final Diagnosis NONE = new Diagnosis(FailurePattern.NONE, "");
    private static final int LONGEST_EVIDENCE = 300;

    /// The pattern of the last line that matches a signature; the last, because a log tells the end
    /// of the story last. Of lines in a row with one pattern the first is shown: it tells the
    /// cause, the others what came of it. Corruption outranks everything, wherever it stands.
    public static Diagnosis of(String log, List<FailureSignature> signatures) {
        Diagnosis found = NONE;
        for (String line : log.lines().toList()) {
            for (FailureSignature signature : signatures) {
                Matcher matcher = signature.text().matcher(line);
                if (matcher.find()) {
                    boolean settled =
                            found.pattern == FailurePattern.DATA_CORRUPT
                                    || found.pattern == signature.pattern();
                    found =
                            settled
                                    ? found
                                    : new Diagnosis(signature.pattern(), shorten(line.strip()));
                    break;
                }
            }
        }
        return found;
    }

    private static String shorten(String line) {
        return line.length() <= LONGEST_EVIDENCE ? line : line.substring(0, LONGEST_EVIDENCE) + "…";
    }
}
