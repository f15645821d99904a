package io.caretaker.web.metrics;

import io.caretaker.server.Caretaker;
import io.caretaker.web.Daemon;
import io.caretaker.web.http.Access;
import io.caretaker.web.http.Answer;
import io.caretaker.web.http.AnswerHeader;
import io.caretaker.web.http.Method;
import io.caretaker.web.http.Operation;
import io.caretaker.web.http.Request;
import io.caretaker.web.http.Route;
import io.caretaker.web.http.Traffic;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/// Everything in numbers, for Prometheus and whatever reads its formats. All of it comes from
/// memory; nothing is counted for it but what the daemon counts anyway. Thread-safe.
public final class MetricsRoutes {
    private static final int USUAL_BYTES = 1 << 18;

    private final Access access;
    private final List<Source> sources;

    /// @param streams how many follow live
    /// @param access what a reader must have
    public MetricsRoutes(Daemon daemon, Traffic traffic, IntSupplier streams, Access access) {
        Caretaker caretaker = daemon.caretaker();
        var places = new Places(caretaker::inventory);
        this.access = access;
        this.sources =
                List.of(
                        new ServiceSource(caretaker.board(), places),
                        new HostSource(caretaker.board(), caretaker.hosts(), places),
                        new DatabaseSource(caretaker.health(), places),
                        new RecoverySource(caretaker.recovery()),
                        new AlertSource(caretaker.alerts()),
                        new WatchSource(caretaker, daemon.version()),
                        new StoreSource(daemon.store(), caretaker.writer()),
                        new TrafficSource(traffic, streams),
                        new ProcessSource());
    }

    public List<Route> routes() {
        return List.of(
                new Route(
                        Method.GET,
                        "/metrics",
                        access,
                        Operation.of("metrics", "monitoring", "Everything in numbers")
                                .described(
                                        "Prometheus' text format, or OpenMetrics where `Accept`"
                                                + " likes that better.")
                                .answersAs("text/plain"),
                        this::answer));
    }

    /// Everything that may be told, in the order of the documentation.
    public static List<Family> families() {
        return Stream.of(
                        ServiceSource.families(),
                        HostSource.families(),
                        DatabaseSource.families(),
                        RecoverySource.families(),
                        AlertSource.families(),
                        WatchSource.families(),
                        StoreSource.families(),
                        TrafficSource.families(),
                        ProcessSource.families())
                .flatMap(List::stream)
                .toList();
    }

    private Answer answer(Request request) {
        boolean compressed =
                request.header("accept-encoding")
                        .map(each -> each.contains("gzip") && !each.contains("gzip;q=0"))
                        .orElse(false);
        return answer(Exposition.of(request.header("accept").orElse("")), compressed);
    }

    /// Compressed quickly rather than well: it is mostly labels that repeat.
    Answer.Whole answer(Exposition format, boolean compressed) {
        var bytes = new ByteArrayOutputStream(USUAL_BYTES);
        try (OutputStream out = compressed ? new Quick(bytes) : bytes) {
            format.write(read(), out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var answer =
                new Answer.Whole(200, format.contentType(), bytes.toByteArray(), Map.of())
                        .with(AnswerHeader.CACHE_CONTROL, "no-store");
        return compressed ? answer.with(AnswerHeader.CONTENT_ENCODING, "gzip") : answer;
    }

    private Samples read() {
        var samples = new Samples();
        sources.forEach(source -> source.collect(samples));
        return samples;
    }

    private static final class Quick extends GZIPOutputStream {
        private static final int BUFFER = 1 << 14;

        Quick(OutputStream out) throws IOException {
            super(out, BUFFER);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
