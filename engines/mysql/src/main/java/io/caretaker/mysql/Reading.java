package io.caretaker.mysql;

import io.caretaker.core.check.Metrics;
import io.caretaker.core.health.Detail;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one check or look read.
///
/// @param notes what could not be seen, and what would show it
/// @param details tables behind the metrics
record Reading(
        ServerFacts facts,
        Metrics metrics,
        @Nullable String notice,
        List<String> notes,
        List<Detail> details) {}
