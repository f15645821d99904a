package io.caretaker.web.live;

import io.caretaker.core.check.Ticker;
import io.caretaker.web.http.Access;
import io.caretaker.web.http.Answer;
import io.caretaker.web.http.AnswerHeader;
import io.caretaker.web.http.Refusal;
import io.caretaker.web.http.Request;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/// Answers requests with streams of events that last until the client leaves, may no longer listen,
/// or is too slow. Thread-safe.
public final class Streams {
    public static final String TYPE = "text/event-stream";

    private static final byte[] BEGIN = "retry: 3000\n\n".getBytes(StandardCharsets.UTF_8);
    private static final byte[] BEAT = ": here\n\n".getBytes(StandardCharsets.UTF_8);
    private static final Map<AnswerHeader, String> HEADERS =
            Map.of(AnswerHeader.CACHE_CONTROL, "no-store", AnswerHeader.X_ACCEL_BUFFERING, "no");

    private final LiveHub hub;
    private final StillAllowed permission;
    private final Duration beat;
    private final Ticker ticker;

    /// @param beat how often a sign of life is sent, and the permission looked at again
    public Streams(LiveHub hub, StillAllowed permission, Duration beat, Ticker ticker) {
        this.hub = hub;
        this.permission = permission;
        this.beat = beat;
        this.ticker = ticker;
    }

    /// A stream in a voice.
    ///
    /// @throws Refusal 503 when too many listen already
    public Answer.Stream answer(Request request, Access demanded, Voice voice) {
        String lastHeard = request.header("last-event-id").orElse(null);
        String made = request.query("heard").orElse(null);
        if (hub.listeners() >= LiveHub.MOST_LISTENERS) {
            throw tooMany();
        }
        // It listens from its first write on, so that nobody listens who never gets there.
        return new Answer.Stream(
                200,
                TYPE,
                HEADERS,
                out -> {
                    Listener listener = hub.listen(voice, lastHeard, made);
                    if (listener == null) {
                        return;
                    }
                    try {
                        write(out, listener, request, demanded);
                    } finally {
                        hub.leave(listener);
                    }
                });
    }

    private static Refusal tooMany() {
        return new Refusal(
                503,
                LiveHub.MOST_LISTENERS + " streams are open already",
                "try again when others have left",
                Map.of(AnswerHeader.RETRY_AFTER, "30"));
    }

    private void write(OutputStream out, Listener listener, Request request, Access demanded)
            throws IOException, InterruptedException {
        out.write(BEGIN);
        out.flush();
        long nextBeat = ticker.nanos() + beat.toNanos();
        while (!listener.over()) {
            byte[] message = listener.next(Duration.ofNanos(nextBeat - ticker.nanos()));
            if (message != null) {
                out.write(message);
                out.flush();
            }
            if (ticker.nanos() - nextBeat >= 0) {
                if (!permission.allowed(request, demanded)) {
                    return;
                }
                out.write(BEAT);
                out.flush();
                nextBeat = ticker.nanos() + beat.toNanos();
            }
        }
    }
}
