package io.caretaker.cli.commands;

import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.document.HistoryDocument;
import io.caretaker.server.keep.JsonLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Writes rows one by one. Not thread-safe.
final class ExportedRows {
    private static final List<String> COLUMNS =
            List.of(
                    "timestamp",
                    "service_id",
                    "host_id",
                    "check_type",
                    "status",
                    "status_code",
                    "response_time_ms",
                    "error",
                    "error_details",
                    "recovery_action",
                    "recovery_success",
                    "recovery_message",
                    "metrics");

    private final Writer out;
    private final ExportFormat format;
    private final Duration retention;
    private long count;

    ExportedRows(Writer out, ExportFormat format, Duration retention) throws IOException {
        this.out = out;
        this.format = format;
        this.retention = retention;
        if (format == ExportFormat.CSV) {
            out.write(String.join(",", COLUMNS) + "\n");
        }
    }

    void add(HistoryEntry row) {
        Map<String, @Nullable Object> document = HistoryDocument.of(row, retention);
        try {
            out.write(
                    switch (format) {
                        case JSON -> JsonLine.write(document);
                        case CSV -> csv(document);
                    });
            out.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        count++;
    }

    private static String csv(Map<String, @Nullable Object> document) {
        return COLUMNS.stream()
                .map(column -> field(document.get(column)))
                .collect(Collectors.joining(","));
    }

    private static String field(@Nullable Object value) {
        String text =
                switch (value) {
                    case null -> "";
                    case Map<?, ?> map -> map.isEmpty() ? "" : JsonLine.write(named(map));
                    case Object other -> other.toString();
                };
        return text.chars().anyMatch(each -> ",\"\n\r".indexOf(each) >= 0)
                ? '"' + text.replace("\"", "\"\"") + '"'
                : text;
    }

    private static Map<String, @Nullable Object> named(Map<?, ?> map) {
        var named = new java.util.LinkedHashMap<String, @Nullable Object>();
        map.forEach((name, value) -> named.put(String.valueOf(name), value));
        return named;
    }

    long count() {
        return count;
    }
}
