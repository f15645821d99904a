package io.caretaker.cli.watch;

import io.caretaker.cli.daemon.DaemonLock.Daemon;
import io.caretaker.cli.render.Texts;
import io.caretaker.core.overview.FleetService;
import io.caretaker.core.overview.Overview;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/// Whether what is written down is how things are now. Pure.
public final class Freshness {
    private static final Duration LEAST = Duration.ofMinutes(1);
    private static final int INTERVALS = 3;

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
        boolean fresh = newest != null && !newest.isBefore(overview.at().minus(limit(watched)));
        return switch (daemon) {
            case Daemon.Running _ ->
                    fresh || watched.isEmpty() || newest == null
                            ? ""
                            : "caretaker runs, but its newest check is "
                                    + Texts.duration(Duration.between(newest, overview.at()))
                                    + " old.";
            case Daemon.Stopped _ ->
                    elsewhere && fresh
                            ? ""
                            : "caretaker is not running; "
                                    + (newest == null
                                            ? "nothing was checked yet."
                                            : "its newest check was "
                                                    + Texts.ago(newest, overview.at())
                                                    + ".");
        };
    }

    private static Duration limit(List<FleetService> watched) {
        Duration least =
                watched.stream()
                        .map(each -> each.view().service().monitoring().interval())
                        .min(Duration::compareTo)
                        .orElse(LEAST)
                        .multipliedBy(INTERVALS);
        return least.compareTo(LEAST) > 0 ? least : LEAST;
    }
}
