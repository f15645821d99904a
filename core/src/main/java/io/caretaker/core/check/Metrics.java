package io.caretaker.core.check;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Numbers that came with a check, in the order they were read. Names are lower snake case with the
/// unit at the end where one is needed (`uptime_seconds`). Immutable.
public record Metrics(Map<String, Double> values) {
    public static final Metrics NONE = new Metrics(Map.of());

    /// Names that SPEC's history keeps at the top level; all others go under `custom`.
    public static final Set<String> COMMON =
            Set.of("cpu_usage", "memory_usage", "disk_usage", "connections", "uptime_seconds");

    public Metrics {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    public @Nullable Double get(String name) {
        return values.get(name);
    }

    public Metrics and(Metrics more) {
        if (more.values.isEmpty()) {
            return this;
        }
        var all = new LinkedHashMap<>(values);
        all.putAll(more.values);
        return new Metrics(all);
    }

    public static Builder builder() {
        return new Builder();
    }

    /// Collects values; not-a-number and infinite values are left out.
    public static final class Builder {
        private final Map<String, Double> values = new LinkedHashMap<>();

        public Builder put(String name, double value) {
            if (Double.isFinite(value)) {
                values.put(name, value);
            }
            return this;
        }

        public Metrics build() {
            return new Metrics(values);
        }
    }
}
