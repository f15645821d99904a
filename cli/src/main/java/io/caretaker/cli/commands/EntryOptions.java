package io.caretaker.cli.commands;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The options that stand for the common fields of an entry.
interface EntryOptions {
    /// The values by the path of their field; null for what was not given.
    Map<String, @Nullable Object> fields();
}
