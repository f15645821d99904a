package io.caretaker.core.status;

import java.util.List;

/// The services that need somebody's attention. One service may be in several lists.
///
/// @param down those that are stopped or in error
/// @param highFailureRate those with at least three failed checks in a row
/// @param staleChecks see [ServiceView#stale]
public record Attention(
        List<ServiceView> down, List<ServiceView> highFailureRate, List<ServiceView> staleChecks) {
    public Attention {
        down = List.copyOf(down);
        highFailureRate = List.copyOf(highFailureRate);
        staleChecks = List.copyOf(staleChecks);
    }
}
