package io.caretaker.cli.config;

import org.jspecify.annotations.Nullable;

/// A setting with the value in force, for people to see: secrets are masked.
///
/// @param key its path (`logging.level`), or the name of a variable
/// @param value text, number, true or false, a list of them, or null where nothing is set
public record InForce(String key, @Nullable Object value, Place origin) {
    static final String MASK = "***";
}
