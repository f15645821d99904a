package io.caretaker.web.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsExchange;
import io.caretaker.core.check.Ticker;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;

/// Sends answers: spares who has it already, compresses, and gives up on whoever does not take it.
/// Thread-safe.
public final class Delivery implements AutoCloseable {
    private static final int WORTH_COMPRESSING = 1024;

    private final SlowClients slow;
    private final AtomicInteger streams = new AtomicInteger();

    /// @param writeLimit how long a client may take for one write
    public Delivery(Duration writeLimit, Ticker ticker) {
        this.slow = new SlowClients(writeLimit, ticker);
    }

    /// Sends the answer as a whole, or as a stream until its end.
    void send(HttpExchange exchange, Answer answer) throws IOException, InterruptedException {
        Headers headers = exchange.getResponseHeaders();
        SafetyHeaders.add(headers, exchange instanceof HttpsExchange);
        if (!answer.type().isEmpty()) {
            headers.set("Content-Type", answer.type());
        }
        answer.headers().forEach((header, value) -> headers.set(header.text(), value));
        switch (answer) {
            case Answer.Whole whole -> send(exchange, whole);
            case Answer.Stream stream -> {
                boolean head = exchange.getRequestMethod().equals("HEAD");
                exchange.sendResponseHeaders(stream.status(), head ? -1 : 0);
                if (!head) {
                    streams.incrementAndGet();
                    try {
                        stream.source().write(new Watched(exchange.getResponseBody(), slow));
                    } finally {
                        streams.decrementAndGet();
                    }
                }
            }
        }
    }

    /// Streams that are being written.
    public int streams() {
        return streams.get();
    }

    private void send(HttpExchange exchange, Answer.Whole answer) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        byte[] body = answer.body();
        boolean compressible = body.length >= WORTH_COMPRESSING && compressible(answer.type());
        boolean compressed =
                compressible
                        && wantsGzip(exchange)
                        && !headers.containsKey(AnswerHeader.CONTENT_ENCODING.text());
        if (compressible) {
            headers.add(AnswerHeader.VARY.text(), "Accept-Encoding");
        }
        String tag = headers.getFirst(AnswerHeader.ETAG.text());
        if (compressed && tag != null) {
            // The same thing in other bytes.
            headers.set(AnswerHeader.ETAG.text(), "W/" + bare(tag));
        }
        if (known(exchange, tag)) {
            headers.remove("Content-Type");
            exchange.sendResponseHeaders(304, -1);
            return;
        }
        if (compressed) {
            body = gzip(body);
            headers.set(AnswerHeader.CONTENT_ENCODING.text(), "gzip");
        }
        boolean head = exchange.getRequestMethod().equals("HEAD");
        if (head || body.length == 0) {
            if (head && body.length > 0) {
                headers.set("Content-Length", String.valueOf(body.length));
            }
            exchange.sendResponseHeaders(answer.status(), -1);
            return;
        }
        exchange.sendResponseHeaders(answer.status(), body.length);
        try (OutputStream out = new Watched(exchange.getResponseBody(), slow)) {
            out.write(body);
        }
    }

    private static boolean known(
            HttpExchange exchange, @org.jspecify.annotations.Nullable String tag) {
        String asked = exchange.getRequestHeaders().getFirst("If-None-Match");
        return tag != null
                && asked != null
                && exchange.getRequestMethod().matches("GET|HEAD")
                && Arrays.stream(asked.split(","))
                        .map(String::strip)
                        .anyMatch(each -> each.equals("*") || bare(each).equals(bare(tag)));
    }

    private static String bare(String tag) {
        return tag.startsWith("W/") ? tag.substring(2) : tag;
    }

    private static boolean wantsGzip(HttpExchange exchange) {
        String accepted = exchange.getRequestHeaders().getFirst("Accept-Encoding");
        return accepted != null
                && accepted.toLowerCase(Locale.ROOT).contains("gzip")
                && !accepted.contains("gzip;q=0");
    }

    private static boolean compressible(String type) {
        return type.startsWith("text/")
                || type.contains("json")
                || type.contains("javascript")
                || type.contains("svg");
    }

    /// The content, compressed.
    public static byte[] gzip(byte[] content) {
        var bytes = new ByteArrayOutputStream(content.length / 4 + 64);
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(content);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        slow.close();
    }

    /// Each write is watched.
    private static final class Watched extends FilterOutputStream {
        private final SlowClients slow;

        Watched(OutputStream out, SlowClients slow) {
            super(out);
            this.slow = slow;
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            slow.begin();
            try {
                out.write(bytes, from, length);
            } finally {
                slow.end();
            }
        }

        @Override
        public void flush() throws IOException {
            slow.begin();
            try {
                out.flush();
            } finally {
                slow.end();
            }
        }

        @Override
        public void close() throws IOException {
            slow.begin();
            try {
                out.close();
            } finally {
                slow.end();
            }
        }
    }
}
