package io.caretaker.core.check;

import org.jspecify.annotations.Nullable;

/// What the body of an HTTP answer must look like.
public sealed interface BodyExpectation {
    /// No demand.
    record Anything() implements BodyExpectation {}

    /// The text occurs.
    record Contains(String text) implements BodyExpectation {}

    /// The regular expression is found somewhere.
    record Matches(String regex) implements BodyExpectation {}

    /// The body is JSON in which the path (`status.db[0].ok`) exists and, where a value is given,
    /// has it as text.
    record JsonPath(String path, @Nullable String value) implements BodyExpectation {}
}
