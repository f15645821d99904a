package io.caretaker.cli.commands;

import io.caretaker.core.document.DurationText;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Durations as people type them: `90s`, `30m`, `1h30m`, `2d`.
final class PlainDuration implements ITypeConverter<Duration> {

    /// Whether the text is written like a time.
    static boolean looksLikeOne(String text) {
        return DurationText.looksLikeOne(text);
    }

    @Override
    public Duration convert(String text) {
        try {
            return DurationText.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }
}
