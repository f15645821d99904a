package io.caretaker.core.recovery;

import java.util.regex.Pattern;

/// A text in a log, or in the output of a start command, that gives a [FailurePattern] away.
///
/// @param source where the message is documented or comes from, with versions
public record FailureSignature(FailurePattern pattern, Pattern text, String source) {
    public static FailureSignature of(FailurePattern pattern, String regex, String source) {
        return new FailureSignature(
                pattern, Pattern.compile(regex, Pattern.CASE_INSENSITIVE), source);
    }
}
