package io.caretaker.testkit.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Argument strings that break what is put together as text: quotes, newlines, variables, options,
/// other alphabets, nothing at all. The same seed gives the same list.
public final class HostileTexts {
    private static final List<String> KNOWN =
            List.of(
                    "",
                    " ",
                    "\n",
                    "a\n\n",
                    "\r\n\t",
                    "'",
                    "\"",
                    "''\"\"",
                    "`id`",
                    "$(id)",
                    "$HOME ${PATH} $$",
                    "; exit 7",
                    "a && b || c | d > e < f &",
                    "-n",
                    "--",
                    "--help",
                    "*",
                    "~",
                    "\\",
                    "\\n\\0\\x41",
                    "%s%d%n",
                    "#!",
                    "Zürich → 東京 🐘",
                    "\u0001\u001b[31m\u007f",
                    "x".repeat(20_000));

    private static final String ALPHABET =
            " \t\n\r'\"`$\\;&|<>(){}[]*?~#!%^=-+,.:/@_aZ09äß→東\u0001\u001b\u00a0\u2028";

    private HostileTexts() {}

    public static List<String> of(long seed, int random) {
        var texts = new ArrayList<>(KNOWN);
        var source = new Random(seed);
        for (int i = 0; i < random; i++) {
            var text = new StringBuilder();
            for (int length = source.nextInt(30); length > 0; length--) {
                text.append(ALPHABET.charAt(source.nextInt(ALPHABET.length())));
            }
            texts.add(text.toString());
        }
        return texts;
    }
}
