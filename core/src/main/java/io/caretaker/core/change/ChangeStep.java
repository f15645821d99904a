package io.caretaker.core.change;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One step of a change, as it is written down.
///
/// @param name unique within the change (`databases-1`)
/// @param words what it does, for people (`refuse connections to app and orders`)
/// @param description all that a new process needs to check, apply and undo it: texts, numbers,
///   truth values, lists and maps of them; no secret
public record ChangeStep(
        String name,
        String words,
        ChangeLevel level,
        Map<String, ? extends @Nullable Object> description) {
    public ChangeStep {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a step needs a name");
        }
        description = Collections.unmodifiableMap(new LinkedHashMap<>(description));
    }
}
