package io.caretaker.core.document;

import io.caretaker.core.inventory.Environment;
import io.caretaker.core.inventory.MaintenanceWindow;
import io.caretaker.core.inventory.Origin;
import io.caretaker.core.inventory.Severity;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An environment as a document of the collection `environments`. Optional fields that are absent
/// are left out.
public final class EnvironmentDocument {
    private static final ZoneId UTC = ZoneOffset.UTC;

    private EnvironmentDocument() {}

    public static Map<String, @Nullable Object> of(Environment environment) {
        MaintenanceWindow window = environment.maintenanceWindow();
        return new Document()
                .put("env_name", environment.name())
                .putIfThere("description", environment.description())
                .putIfThere("color", environment.color())
                .put("alert_severity", environment.alertSeverity())
                .putIfThere("maintenance_window", window == null ? null : of(window))
                .put("approval_required", environment.approvalRequired())
                .put("origin", environment.origin())
                .put("created_at", environment.createdAt())
                .fields();
    }

    /// Reads a document.
    ///
    /// @param origin for documents that do not say who owns them
    /// @param now for documents without `created_at`
    /// @return empty if and only if a problem was noted
    public static Optional<Environment> read(Fields fields, Origin origin, Instant now) {
        return fields.build(() ->
                new Environment(
                        fields.text("env_name"),
                        fields.optionalText("description"),
                        fields.optionalText("color"),
                        fields.word("alert_severity", Severity.class, Severity.MEDIUM),
                        window(fields.optionalObject("maintenance_window")),
                        fields.bool("approval_required", false),
                        fields.word("origin", Origin.class, origin),
                        fields.instant("created_at", now)));
    }

    private static Map<String, @Nullable Object> of(MaintenanceWindow window) {
        DayOfWeek day = window.day();
        return new Document()
                .putIfThere("day", day == null ? null : Scalars.word(day))
                .put("start_time", window.start().toString())
                .put("end_time", window.end().toString())
                .put("timezone", window.zone().getId())
                .fields();
    }

    private static @Nullable MaintenanceWindow window(@Nullable Fields fields) {
        if (fields == null) {
            return null;
        }
        ZoneId zone = fields.optionalParsed("timezone", EnvironmentDocument::zone);
        return new MaintenanceWindow(
                fields.optionalWord("day", DayOfWeek.class),
                fields.parsed("start_time", EnvironmentDocument::time, LocalTime.MIDNIGHT),
                fields.parsed("end_time", EnvironmentDocument::time, LocalTime.MIDNIGHT),
                zone == null ? UTC : zone);
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (java.time.DateTimeException e) {
            throw new IllegalArgumentException(
                    "must be a time zone such as Europe/Berlin, but is '" + text + "'", e);
        }
    }

    private static LocalTime time(String text) {
        try {
            return text.equals("24:00") ? LocalTime.MIDNIGHT : LocalTime.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "must be a time of day such as 02:30, but is '" + text + "'", e);
        }
    }
}
