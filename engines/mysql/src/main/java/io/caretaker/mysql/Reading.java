package io.caretaker.mysql;

import io.caretaker.core.check.Metrics;
import org.jspecify.annotations.Nullable;

/// What one check read.
record Reading(ServerFacts facts, Metrics metrics, @Nullable String notice) {}
