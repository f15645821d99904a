package io.caretaker.web.metrics;

import io.caretaker.core.liveness.LoopSilence;
import io.caretaker.server.Caretaker;
import io.caretaker.server.count.DurationCounts;
import java.util.List;

/// How caretaker's own loops and checks do.
final class WatchSource implements Source {
    private static final Family BUILD =
            Family.info(
                    "caretaker_build_info", "which caretaker this is", "version", "java_version");
    private static final Family SILENCE =
            Family.gauge(
                    "caretaker_loop_silence_seconds",
                    "time since the loop last came round",
                    "loop");
    private static final Family LIMIT =
            Family.gauge(
                    "caretaker_loop_silence_limit_seconds",
                    "the longest silence that is no sign of trouble",
                    "loop");
    private static final Family RUNNING =
            Family.gauge("caretaker_checks_running", "checks under way");
    private static final Family STARTED =
            Family.counter("caretaker_checks_started_total", "checks that began");
    private static final Family ABANDONED =
            Family.counter(
                    "caretaker_checks_abandoned_total", "checks given up at their time limit");
    private static final Family LATENESS =
            Family.histogram(
                    "caretaker_check_lateness_seconds", "how late checks began, after their time");

    private final Caretaker caretaker;
    private final Labels build;

    WatchSource(Caretaker caretaker, String version) {
        this.caretaker = caretaker;
        this.build = Labels.of("version", version, "java_version", Runtime.version().toString());
    }

    /// All that it may ever tell.
    static List<Family> families() {
        return List.of(BUILD, SILENCE, LIMIT, RUNNING, STARTED, ABANDONED, LATENESS);
    }

    @Override
    public void collect(Samples samples) {
        samples.add(BUILD, build, 1);
        for (LoopSilence each : caretaker.heartbeat().loops()) {
            Labels labels = Labels.of("loop", each.loop());
            samples.add(SILENCE, labels, each.silent().toNanos() / 1e9);
            samples.add(LIMIT, labels, each.limit().toNanos() / 1e9);
        }
        DurationCounts lateness = caretaker.watch().lateness().counts();
        samples.add(RUNNING, caretaker.watch().runningChecks());
        samples.add(STARTED, lateness.count());
        samples.add(ABANDONED, caretaker.watch().abandonedChecks());
        samples.add(LATENESS, Labels.EMPTY, lateness);
    }
}
