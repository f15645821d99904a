package io.caretaker.web.metrics;

import io.caretaker.web.http.Traffic;
import java.util.List;
import java.util.function.IntSupplier;

/// How much caretaker's face is used.
final class TrafficSource implements Source {
    private static final Family ANSWERS =
            Family.counter(
                    "caretaker_http_responses_total",
                    "answers to HTTP requests, by the class of their status (2xx to 5xx)",
                    "status");
    private static final Family SECONDS =
            Family.counter("caretaker_http_response_seconds_total", "time spent on making answers");
    private static final Family OPEN =
            Family.gauge(
                    "caretaker_http_requests_open",
                    "requests that are being answered, streams among them");
    private static final Family STREAMS =
            Family.gauge("caretaker_http_streams_open", "browsers and programs that follow live");

    private final Traffic traffic;
    private final IntSupplier streams;

    TrafficSource(Traffic traffic, IntSupplier streams) {
        this.traffic = traffic;
        this.streams = streams;
    }

    /// All that it may ever tell.
    static List<Family> families() {
        return List.of(ANSWERS, SECONDS, OPEN, STREAMS);
    }

    @Override
    public void collect(Samples samples) {
        traffic.answers()
                .forEach((status, count) ->
                        samples.add(ANSWERS, Labels.of("status", status), count));
        samples.add(SECONDS, traffic.seconds());
        samples.add(OPEN, traffic.open());
        samples.add(STREAMS, streams.getAsInt());
    }
}
