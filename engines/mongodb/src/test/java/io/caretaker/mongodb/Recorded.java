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

    /// A recording that is a list of documents; its UUIDs may have been written without dashes.
    static List<Document> rows(String name) {
        String list =
                text("replies/" + name + ".json")
                        .replaceAll(
                                "\"(\\p{XDigit}{8})(\\p{XDigit}{4})(\\p{XDigit}{4})"
                                        + "(\\p{XDigit}{4})(\\p{XDigit}{12})\"",
                                "\"$1-$2-$3-$4-$5\"");
        return Document.parse("{list: " + list + "}").getList("list", Document.class);
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
