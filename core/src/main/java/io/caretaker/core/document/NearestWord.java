package io.caretaker.core.document;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Finds the word that was probably meant.
public final class NearestWord {
    private NearestWord() {}

    /// The closest of the known words, if it is close: at most a third of its letters differ.
    public static Optional<String> to(String word, Collection<String> known) {
        return known.stream()
                .filter(each -> close(word, each))
                .min(
                        Comparator.<String>comparingInt(each -> distance(word, each))
                                .thenComparing(Comparator.naturalOrder()));
    }

    private static boolean close(String word, String known) {
        int distance = distance(word, known);
        return distance <= Math.max(1, known.length() / 3)
                && distance < Math.max(word.length(), known.length());
    }

    /// "did you mean 'x'?", or all the words where none is close.
    public static String hint(String word, Collection<String> known) {
        return to(word, known)
                .map(near -> "did you mean '" + near + "'?")
                .orElse(known.isEmpty() ? "" : "known here: " + String.join(", ", known));
    }

    /// Letters to insert, drop or replace, and neighbours to swap; upper and lower case are the
    /// same.
    static int distance(String one, String other) {
        String a = one.toLowerCase(Locale.ROOT);
        String b = other.toLowerCase(Locale.ROOT);
        int[] before = new int[b.length() + 1];
        int[] last = row(b.length());
        for (int i = 1; i <= a.length(); i++) {
            int[] now = new int[b.length() + 1];
            now[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                now[j] = Math.min(Math.min(now[j - 1], last[j]) + 1, last[j - 1] + change);
                if (i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1)) {
                    now[j] = Math.min(now[j], before[j - 2] + 1);
                }
            }
            before = last;
            last = now;
        }
        return last[b.length()];
    }

    private static int[] row(int length) {
        int[] row = new int[length + 1];
        for (int i = 0; i <= length; i++) {
            row[i] = i;
        }
        return row;
    }
}
