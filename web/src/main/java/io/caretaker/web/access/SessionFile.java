package io.caretaker.web.access;

import io.caretaker.core.document.Fields;
import io.caretaker.core.document.JsonText;
import io.caretaker.core.problem.Problem;
import io.caretaker.server.keep.Durable;
import io.caretaker.server.keep.JsonLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The sessions of browsers as they are kept over a restart. Of a damaged file nothing is taken:
/// people log in again.
final class SessionFile {
    private static final Logger LOG = LoggerFactory.getLogger(SessionFile.class);

    private final Path file;

    SessionFile(Path state) {
        this.file = state.resolve("access").resolve("sessions.json");
    }

    List<BrowserSession> read() {
        try {
            Fields fields = Fields.strict(JsonLine.read(Files.readString(file)));
            var sessions = new ArrayList<BrowserSession>();
            for (Fields each : fields.objects("sessions")) {
                each.build(() -> session(each)).ifPresent(sessions::add);
            }
            if (fields.problems().isEmpty()) {
                return sessions;
            }
        } catch (NoSuchFileException _) {
            return List.of();
        } catch (IOException | IllegalArgumentException | Problem _) {
            // Said below.
        }
        LOG.atWarn().addKeyValue("file", file).log("the sessions of browsers are lost");
        return List.of();
    }

    private static BrowserSession session(Fields fields) {
        return new BrowserSession(
                fields.text("hash"),
                fields.text("token"),
                fields.instant("begun"),
                fields.instant("seen"));
    }

    void write(Collection<BrowserSession> sessions) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("sessions", sessions.stream().map(SessionFile::document).toList());
        try {
            TokenFile.ownDirectory(file);
            Durable.write(file, JsonText.of(document) + "\n");
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("problem", e)
                    .log("sessions of browsers could not be written down; a restart ends them");
        }
    }

    private static Map<String, @Nullable Object> document(BrowserSession session) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("hash", session.hash());
        document.put("token", session.tokenId());
        document.put("begun", session.begun());
        document.put("seen", session.seen());
        return document;
    }
}
