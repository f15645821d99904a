package io.caretaker.core.overview;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The services of one environment, by region in the order of their names.
///
/// @param color the environment's color; null when none is chosen
public record EnvironmentGroup(
        String environment, @Nullable String color, Counts counts, List<RegionGroup> regions) {
    public EnvironmentGroup {
        regions = List.copyOf(regions);
    }
}
