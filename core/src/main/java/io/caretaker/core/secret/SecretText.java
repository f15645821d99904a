package io.caretaker.core.secret;

import java.util.List;
import java.util.regex.Pattern;

/// Takes out of a text what looks like a secret: passwords in addresses, options, assignments and
/// statements. Pure. What has no mark of a secret is not recognised.
public final class SecretText {
    private static final String WORDS = "password|passwd|passphrase|pwd|secret|token|api[_-]?key";

    private static final List<Pattern> SECRETS =
            List.of(
                    // scheme://user:SECRET@host
                    Pattern.compile("(://[^/\\s:@]*:)([^@\\s/]+)(?=@)"),
                    // IDENTIFIED BY 'SECRET', PASSWORD 'SECRET'
                    Pattern.compile(
                            "(?i)((?:identified\\s+by|password)\\s+)('[^']*'?|\"[^\"]*\"?)"),
                    // password=SECRET, "password": "SECRET", --token SECRET
                    Pattern.compile(
                            "(?i)((?:"
                                    + WORDS
                                    + ")[\"']?\\s*[=:]\\s*)(\"[^\"]*\"?|'[^']*'?|[^\\s,;&]+)"),
                    Pattern.compile(
                            "(?i)((?<![\\w-])--?(?!-|no-)(?:[a-z-]*-)?(?:"
                                    + WORDS
                                    + ")\\s+)(\\S+)"),
                    Pattern.compile("(?i)(\\bbearer\\s+)(\\S+)"),
                    // As mysql and its tools take it: -pSECRET
                    Pattern.compile("((?:^|\\s)-p)(?!ath|ort|id|rint|refix|rofile)([^\\s-]\\S*)"));

    private SecretText() {}

    /// The text with `***` in place of each secret.
    public static String without(String text) {
        String safe = text;
        for (Pattern secret : SECRETS) {
            safe = secret.matcher(safe).replaceAll("$1***");
        }
        return safe;
    }
}
