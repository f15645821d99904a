package io.caretaker.core.recovery;

import io.caretaker.core.secret.SecretText;
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

    /// The lines that match a signature, the newest last, as people may see them.
    ///
    /// @param most so many at most, the newest
    public static List<String> telling(String log, List<FailureSignature> signatures, int most) {
        List<String> telling =
                log.lines()
                        .filter(line ->
                                signatures.stream()
                                        .anyMatch(each -> each.text().matcher(line).find()))
                        .map(line -> shorten(line.strip()))
                        .distinct()
                        .toList();
        return telling.subList(Math.max(0, telling.size() - most), telling.size());
    }

    /// Without what looks like a secret: it is shown to people.
    private static String shorten(String line) {
        String safe = SecretText.without(line);
        return safe.length() <= LONGEST_EVIDENCE ? safe : safe.substring(0, LONGEST_EVIDENCE) + "…";
    }
}
