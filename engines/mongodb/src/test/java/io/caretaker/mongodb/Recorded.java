package io.caretaker.mongodb;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.bson.Document;

/// Replies and logs of real servers, see `SOURCES.md`.
final class Recorded {
    private Recorded() {}

    static Document reply(String name) {
        return Document.parse(text("replies/" + name + ".json"));
    }

    /// The documents of a recorded list.
    static List<Document> rows(String name) {
        Document list = Document.parse("{\"rows\": " + text("replies/" + name + ".json") + "}");
        return list.getList("rows", Document.class);
    }

    static String log(String name) {
        return text("logs/" + name + ".txt");
    }

    private static String text(String path) {
        try (InputStream in = Recorded.class.getResourceAsStream("/" + path)) {
            return new String(
                    Objects.requireNonNull(in, path).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
