package io.caretaker.channels.http;

import io.caretaker.channels.text.SafeText;

/// Texts made safe, and cut to what a receiver takes. Lengths are in UTF-16 units, of which a text
/// never has fewer than characters. Pure.
final class Texts {
    private Texts() {}

    /// On one line.
    static String line(String text, int most) {
        return cut(SafeText.line(text, most), most);
    }

    /// With its line ends.
    static String lines(String text, int most) {
        return cut(SafeText.lines(text, most), most);
    }

    /// What is longer ends with an ellipsis, and never in the middle of a character.
    static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = most - 1;
        if (Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end) + "…";
    }
}
