package io.caretaker.web.metrics;

import io.caretaker.core.document.JsonText;
import io.caretaker.core.liveness.LoopSilence;
import io.caretaker.server.Caretaker;
import io.caretaker.server.keep.SteadyStore;
import io.caretaker.web.Daemon;
import io.caretaker.web.http.Access;
import io.caretaker.web.http.Answer;
import io.caretaker.web.http.AnswerHeader;
import io.caretaker.web.http.Method;
import io.caretaker.web.http.Operation;
import io.caretaker.web.http.Request;
import io.caretaker.web.http.Route;
import io.caretaker.web.http.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whether caretaker lives and works, for whoever starts it anew or asks it only when it does. Open
/// to everybody: it tells nothing of what is watched. Thread-safe.
public final class Readiness {
    private static final Answer.Whole ALIVE =
            Answer.text(200, "text/plain; charset=utf-8", "ok\n")
                    .with(AnswerHeader.CACHE_CONTROL, "no-store");
    private static final Schema REPORT =
            Schema.object("Readiness")
                    .field("ready", Schema.bool(), "whether caretaker does all its work")
                    .field(
                            "not_ready",
                            Schema.listOf(Schema.string()),
                            "what does not, in sentences")
                    .field(
                            "store",
                            Schema.string(),
                            "`up`, or `away` while caretaker goes on without its store");

    private final Daemon daemon;

    public Readiness(Daemon daemon) {
        this.daemon = daemon;
    }

    public List<Route> routes() {
        return List.of(
                new Route(
                        Method.GET,
                        "/healthz",
                        Access.OPEN,
                        Operation.of("alive", "monitoring", "Whether the process lives")
                                .answersAs("text/plain"),
                        _ -> ALIVE),
                new Route(
                        Method.GET,
                        "/readyz",
                        Access.OPEN,
                        Operation.of("ready", "monitoring", "Whether caretaker does its work")
                                .described(
                                        "200 when every loop makes progress and the inventory is"
                                                + " loaded, else 503 with the same document. A"
                                                + " store that is away is told and does not count:"
                                                + " caretaker goes on without it.")
                                .answers(REPORT)
                                .also(503),
                        this::ready));
    }

    private Answer ready(Request request) {
        List<String> missing = missing(daemon.caretaker());
        var report = new LinkedHashMap<String, @Nullable Object>();
        report.put("ready", missing.isEmpty());
        report.put("not_ready", missing);
        report.put("store", away() ? "away" : "up");
        return Answer.text(missing.isEmpty() ? 200 : 503, "application/json", JsonText.line(report))
                .with(AnswerHeader.CACHE_CONTROL, "no-store");
    }

    private boolean away() {
        return daemon.store() instanceof SteadyStore steady && steady.gone();
    }

    private static List<String> missing(Caretaker caretaker) {
        var missing = new ArrayList<String>();
        if (!caretaker.watching()) {
            missing.add("the inventory is not loaded yet");
        }
        for (LoopSilence late : caretaker.heartbeat().liveness().late()) {
            missing.add(late.text());
        }
        return missing;
    }
}
