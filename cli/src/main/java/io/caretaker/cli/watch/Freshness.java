package io.caretaker.cli.watch;

import io.caretaker.cli.daemon.DaemonLock.Daemon;
import io.caretaker.cli.render.Texts;
import io.caretaker.core.overview.FleetService;
import io.caretaker.core.overview.Overview;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Whether what is written down is how things are now. Pure.
public final class Freshness {
    private static final Duration LEAST = Duration.ofMinutes(1);
    private static final int INTERVALS = 3;

    /// How long a check may take until it is written down, while all is well.
    private static final Duration LATE = Duration.ofSeconds(5);

    private Freshness() {}

    /// Why it may not be, as a sentence; empty when it is.
    ///
    /// @param daemon that of this state directory
    /// @param elsewhere whether a daemon of another machine may write to the store
    public static String doubt(Overview overview, Daemon daemon, boolean elsewhere) {
        List<FleetService> watched =
                overview.fleet().stream()
                        .flatMap(each -> each.regions().stream())
                        .flatMap(each -> each.services().stream())
                        .filter(FleetService::watched)
                        .toList();
        Instant newest =
                watched.stream()
                        .map(each -> each.view().state().lastCheck())
                        .filter(Objects::nonNull)
                        .max(Instant::compareTo)
                        .orElse(null);
        return switch (daemon) {
            case Daemon.Running _ -> running(overview, watched, newest);
            case Daemon.Stopped _ when elsewhere -> elsewhere(overview, watched, newest);
            case Daemon.Stopped _ ->
                    "caretaker is not running; "
                            + (newest == null
                                    ? "nothing was checked yet."
                                    : "its newest check was "
                                            + Texts.ago(newest, overview.at())
                                            + ".");
        };
    }

    private static String running(
            Overview overview, List<FleetService> watched, @Nullable Instant newest) {
        Duration interval = least(watched).multipliedBy(INTERVALS);
        Duration limit = interval.compareTo(LEAST) > 0 ? interval : LEAST;
        return newest == null || !newest.isBefore(overview.at().minus(limit))
                ? ""
                : "caretaker runs, but its newest check is "
                        + Texts.duration(Duration.between(newest, overview.at()))
                        + " old.";
    }

    /// Whether another machine's daemon lives shows only in what it writes: it is doubted as soon
    /// as a check is overdue.
    private static String elsewhere(
            Overview overview, List<FleetService> watched, @Nullable Instant newest) {
        if (newest == null) {
            return watched.isEmpty() ? "" : "no caretaker runs here; nothing was checked yet.";
        }
        boolean due = newest.plus(least(watched)).plus(LATE).isBefore(overview.at());
        return due
                ? "no caretaker runs here; the newest check of another was "
                        + Texts.ago(newest, overview.at())
                        + "."
                : "";
    }

    private static Duration least(List<FleetService> watched) {
        return watched.stream()
                .map(each -> each.view().service().monitoring().interval())
                .min(Duration::compareTo)
                .orElse(LEAST);
    }
}
