package io.caretaker.server.desk;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What became of an entry that was to be created or replaced.
///
/// @param created whether there was none of its id
/// @param changes the fields that differ, as `before → after`; empty for a new entry
/// @param document the entry as it is now, or would be
public record Put(
        boolean created, Map<String, String> changes, Map<String, @Nullable Object> document) {}
