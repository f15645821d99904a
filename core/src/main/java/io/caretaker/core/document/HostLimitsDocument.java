package io.caretaker.core.document;

import io.caretaker.core.check.HostLimits;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Limits of a host as an object: percentages, and load for each core.
public final class HostLimitsDocument {
    private HostLimitsDocument() {}

    public static Map<String, @Nullable Object> of(HostLimits limits) {
        return new Document()
                .put("cpu_warning", limits.cpuWarning())
                .put("memory_warning", limits.memoryWarning())
                .put("memory_critical", limits.memoryCritical())
                .put("disk_warning", limits.diskWarning())
                .put("disk_critical", limits.diskCritical())
                .put("load_per_core_warning", limits.loadPerCoreWarning())
                .fields();
    }

    public static HostLimits read(Fields fields, HostLimits defaults) {
        return new HostLimits(
                percent(fields, "cpu_warning", defaults.cpuWarning()),
                percent(fields, "memory_warning", defaults.memoryWarning()),
                percent(fields, "memory_critical", defaults.memoryCritical()),
                percent(fields, "disk_warning", defaults.diskWarning()),
                percent(fields, "disk_critical", defaults.diskCritical()),
                load(fields, defaults.loadPerCoreWarning()));
    }

    private static double percent(Fields fields, String key, double byDefault) {
        double value = fields.number(key, byDefault);
        if (value <= 0 || value > 100) {
            fields.problem(key, key + " must be above 0 and at most 100, but is " + value, "");
            return byDefault;
        }
        return value;
    }

    private static double load(Fields fields, double byDefault) {
        double value = fields.number("load_per_core_warning", byDefault);
        if (value <= 0) {
            fields.problem(
                    "load_per_core_warning",
                    "load_per_core_warning must be above 0, but is " + value,
                    "");
            return byDefault;
        }
        return value;
    }
}
