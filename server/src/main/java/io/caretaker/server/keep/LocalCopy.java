package io.caretaker.server.keep;

import io.caretaker.core.document.EnvironmentDocument;
import io.caretaker.core.document.Fields;
import io.caretaker.core.document.HostDocument;
import io.caretaker.core.document.ServiceDefaults;
import io.caretaker.core.document.ServiceDocument;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.Origin;
import io.caretaker.core.problem.Problem;
import io.caretaker.server.keep.LastKnown.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A copy of what the daemon must know, for a start without the store: `store-copy.json`, replaced
/// as a whole. Not thread-safe.
final class LocalCopy {
    private static final Logger LOG = LoggerFactory.getLogger(LocalCopy.class);
    private static final ServiceDefaults DEFAULTS = ServiceDefaults.stored(Instant.EPOCH);

    private final Path file;

    LocalCopy(Path directory) {
        this.file = directory.resolve("store-copy.json");
    }

    /// Replaces the copy; false when it could not be written.
    boolean save(Snapshot snapshot) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Durable.write(file, JsonLine.write(document(snapshot)));
            return true;
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("file", file)
                    .addKeyValue("problem", e.toString())
                    .log("the local copy of the inventory cannot be written; it is tried again");
            return false;
        }
    }

    private static Map<String, @Nullable Object> document(Snapshot snapshot) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        Inventory all = snapshot.inventory();
        document.put("revision", String.valueOf(snapshot.revision()));
        document.put(
                "environments", all.environments().stream().map(EnvironmentDocument::of).toList());
        document.put("hosts", all.hosts().stream().map(HostDocument::of).toList());
        document.put("services", all.services().stream().map(ServiceDocument::of).toList());
        document.put("states", snapshot.states().stream().map(RecoveryDocuments::of).toList());
        document.put(
                "pause", snapshot.pause() == null ? null : RecoveryDocuments.of(snapshot.pause()));
        document.put(
                "approvals", snapshot.approvals().stream().map(RecoveryDocuments::of).toList());
        return document;
    }

    /// Empty when there is none that can be read.
    Optional<Snapshot> read() {
        try {
            return Optional.of(
                    Fields.stored(JsonLine.read(Files.readString(file)), LocalCopy::read));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException | IllegalArgumentException | Problem e) {
            LOG.atWarn()
                    .addKeyValue("file", file)
                    .addKeyValue("problem", e.getMessage())
                    .log("the local copy of the inventory cannot be read");
            return Optional.empty();
        }
    }

    private static Optional<Snapshot> read(Fields fields) {
        return fields.build(() ->
                new Snapshot(
                        Long.parseLong(fields.text("revision")),
                        inventory(fields),
                        fields.objects("states").stream().map(RecoveryDocuments::state).toList(),
                        pause(fields.optionalObject("pause")),
                        fields.objects("approvals").stream()
                                .map(RecoveryDocuments::approval)
                                .toList()));
    }

    private static Inventory inventory(Fields fields) {
        return Inventory.of(
                all(
                        fields,
                        "hosts",
                        each -> HostDocument.read(each, Origin.MANAGED, Instant.EPOCH)),
                all(fields, "services", each -> ServiceDocument.read(each, DEFAULTS)),
                all(
                        fields,
                        "environments",
                        each -> EnvironmentDocument.read(each, Origin.MANAGED, Instant.EPOCH)));
    }

    private static <T> List<T> all(
            Fields fields, String key, Function<Fields, Optional<T>> reader) {
        var all = new ArrayList<T>();
        fields.objects(key).forEach(each -> reader.apply(each).ifPresent(all::add));
        return all;
    }

    private static io.caretaker.core.recovery.@Nullable Pause pause(@Nullable Fields fields) {
        return fields == null ? null : RecoveryDocuments.pause(fields);
    }
}
