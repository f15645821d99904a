package io.caretaker.core.host;

import org.jspecify.annotations.Nullable;

/// What one round trip tells.
///
/// @param facts null when the host did not give them
public record HostReport(UnitState unit, @Nullable HostFacts facts) {}
