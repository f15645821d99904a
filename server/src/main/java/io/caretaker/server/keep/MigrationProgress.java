package io.caretaker.server.keep;

import io.caretaker.core.check.CheckType;
import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.check.Metrics;
import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.status.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How far a migration has come, in a file, so that the next run goes on there. Not thread-safe.
public final class MigrationProgress {
    private final Path file;
    private final String from;
    private final String to;
    private boolean begun;
    private @Nullable HistoryEntry last;

    private MigrationProgress(Path file, String from, String to) {
        this.file = file;
        this.from = from;
        this.to = to;
    }

    /// What an earlier run between the same two stores has left; else nothing.
    public static MigrationProgress of(Path file, String from, String to) {
        var progress = new MigrationProgress(file, from, to);
        try {
            progress.take(JsonLine.read(Files.readString(file)));
        } catch (NoSuchFileException | IllegalArgumentException | java.time.DateTimeException _) {
            // None, or none that helps: everything may be moved again.
        } catch (IOException e) {
            throw unwritable(file, e);
        }
        return progress;
    }

    private void take(Map<String, @Nullable Object> found) {
        if (from.equals(found.get("from")) && to.equals(found.get("to"))) {
            begun = true;
            if (found.get("service") instanceof String service
                    && found.get("timestamp") instanceof String timestamp) {
                last = marker(new ServiceId(service), Instant.parse(timestamp));
            }
        }
    }

    /// A row that stands for a place in the order of rows.
    private static HistoryEntry marker(ServiceId service, Instant at) {
        return new HistoryEntry(
                service,
                new HostId("none"),
                at,
                CheckType.STATUS_CHECK,
                Status.UNKNOWN,
                0,
                Duration.ZERO,
                Metrics.NONE,
                null,
                null,
                null);
    }

    boolean begun() {
        return begun;
    }

    @Nullable HistoryEntry lastRow() {
        return last;
    }

    void begin() {
        begun = true;
        save();
    }

    void reached(HistoryEntry row) {
        last = row;
        save();
    }

    private void save() {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("from", from);
        document.put("to", to);
        if (last != null) {
            document.put("timestamp", last.timestamp());
            document.put("service", last.serviceId().value());
        }
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Durable.write(file, JsonLine.write(document));
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    /// Forgets it, when all was moved and compared.
    public void done() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private static Problem unwritable(Path file, IOException e) {
        return new Problem(
                ProblemCode.STORE_UNWRITABLE,
                "the progress of the migration cannot be kept in " + file + ": " + e,
                "check free space and owner of " + file.getParent(),
                e);
    }
}
