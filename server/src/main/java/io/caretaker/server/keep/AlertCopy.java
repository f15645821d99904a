package io.caretaker.server.keep;

import io.caretaker.core.document.AcknowledgementDocument;
import io.caretaker.core.document.Fields;
import io.caretaker.core.document.MuteDocument;
import io.caretaker.server.keep.KnownAlerts.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A copy of what the daemon must know of alerts, so that one that starts without the store tells
/// nobody twice: `alerts-copy.json`, replaced as a whole. Apart from [LocalCopy], because it
/// changes at other times. Not thread-safe.
final class AlertCopy {
    private static final Logger LOG = LoggerFactory.getLogger(AlertCopy.class);

    private final Path file;

    AlertCopy(Path directory) {
        this.file = directory.resolve("alerts-copy.json");
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
                    .log("the local copy of the alerts cannot be written; it is tried again");
            return false;
        }
    }

    private static Map<String, @Nullable Object> document(Snapshot snapshot) {
        Map<String, @Nullable Object> document =
                AlertLists.of(snapshot.alerts(), snapshot.waiting());
        document.put(
                "acknowledgements",
                snapshot.words().stream().map(AcknowledgementDocument::of).toList());
        document.put("mutes", snapshot.mutes().stream().map(MuteDocument::of).toList());
        return document;
    }

    /// Empty when there is none that can be read.
    Optional<Snapshot> read() {
        try {
            Fields fields = Fields.lenient(JsonLine.read(Files.readString(file)));
            return Optional.of(
                    new Snapshot(
                            AlertLists.alerts(fields),
                            AlertLists.deliveries(fields),
                            AlertLists.readable(
                                    fields, "acknowledgements", AcknowledgementDocument::read),
                            AlertLists.readable(fields, "mutes", MuteDocument::read)));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            LOG.atWarn()
                    .addKeyValue("file", file)
                    .addKeyValue("problem", e.getMessage())
                    .log("the local copy of the alerts cannot be read");
            return Optional.empty();
        }
    }
}
