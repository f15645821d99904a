package io.caretaker.core.overview;

import io.caretaker.core.inventory.Severity;
import org.jspecify.annotations.Nullable;

/// How everything is, in one breath.
///
/// @param text one plain sentence, and a second one while recovery is paused
/// @param worst the severity of the worst item; null when nothing needs attention
public record Headline(String text, @Nullable Severity worst) {}
