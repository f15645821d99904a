package io.caretaker.cli.commands;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The fields of an environment as options.
final class EnvironmentOptions implements EntryOptions {
    @Option(names = "--description", description = "for people")
    @Nullable String description;

    @Option(names = "--color", description = "for dashboards")
    @Nullable String color;

    @Option(names = "--severity", description = "low, medium, high or critical")
    @Nullable String severity;

    @Option(
            names = "--approval-required",
            negatable = true,
            description = "a person must approve each recovery, or need not")
    @Nullable Boolean approval;

    @Option(
            names = "--window",
            paramLabel = "WINDOW",
            description =
                    "the maintenance window, when nothing is healed: '[DAY] START-END [ZONE]', such"
                            + " as 'sunday 02:00-04:00 Europe/Berlin'; without a day it is daily,"
                            + " without a zone UTC; none takes it away")
    @Nullable String window;

    @Override
    public Map<String, @Nullable Object> fields() {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("description", description);
        fields.put("color", color);
        fields.put("alert_severity", severity);
        fields.put("approval_required", approval);
        fields.put("maintenance_window", window == null ? null : WindowText.document(window));
        return fields;
    }
}
