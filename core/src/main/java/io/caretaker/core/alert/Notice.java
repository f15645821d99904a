package io.caretaker.core.alert;

import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.inventory.Severity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One thing to tell people. Holds no secret and no row of anyone's data.
///
/// @param title one plain sentence
/// @param text what is behind it, may be empty
public record Notice(
        Instant at, Severity severity, @Nullable ServiceId service, String title, String text) {}
