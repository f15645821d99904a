package io.caretaker.web.http;

import io.caretaker.core.document.JsonText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is answered to a request.
public sealed interface Answer {
    int status();

    String type();

    Map<AnswerHeader, String> headers();

    /// One that is there as a whole.
    @SuppressWarnings("ArrayRecordComponent")
    record Whole(int status, String type, byte[] body, Map<AnswerHeader, String> headers)
            implements Answer {
        public Whole {
            headers = Map.copyOf(headers);
        }

        public Whole with(AnswerHeader header, String value) {
            var more = new LinkedHashMap<>(headers);
            more.put(header, value);
            return new Whole(status, type, body, more);
        }

        /// The same with another status.
        public Whole as(int other) {
            return new Whole(other, type, body, headers);
        }

        /// With a tag of its content, so that who has it already is spared it.
        public Whole tagged() {
            return with(AnswerHeader.ETAG, tag(body));
        }
    }

    /// One that is written bit by bit.
    record Stream(int status, String type, Map<AnswerHeader, String> headers, Source source)
            implements Answer {
        public Stream {
            headers = Map.copyOf(headers);
        }
    }

    /// Writes a stream, in the thread of its request. It must see to it that it ends with an
    /// interrupt.
    @FunctionalInterface
    interface Source {
        void write(OutputStream out) throws IOException, InterruptedException;
    }

    static Whole json(@Nullable Object document) {
        return json(200, document);
    }

    static Whole json(int status, @Nullable Object document) {
        return text(status, "application/json", JsonText.line(document));
    }

    /// Something that was made, and where it can be asked for.
    static Whole created(Whole made, String location) {
        return made.with(AnswerHeader.LOCATION, location);
    }

    static Whole html(String page) {
        return text(200, "text/html; charset=utf-8", page);
    }

    static Whole text(int status, String type, String text) {
        return new Whole(status, type, text.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    static Whole nothing() {
        return new Whole(204, "", new byte[0], Map.of());
    }

    /// To another page, which is asked for with GET.
    static Whole to(String address) {
        return new Whole(303, "", new byte[0], Map.of(AnswerHeader.LOCATION, address));
    }

    /// The tag of a content.
    static String tag(byte[] content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
            return '"' + HexFormat.of().formatHex(hash, 0, 12) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
