package io.caretaker.mongodb;

import io.caretaker.core.check.Metrics;
import org.jspecify.annotations.Nullable;

/// What one check read.
record Reading(
        String version, @Nullable String fingerprint, Metrics metrics, @Nullable String notice) {}
