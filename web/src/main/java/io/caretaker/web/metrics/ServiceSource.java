package io.caretaker.web.metrics;

import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.status.ServiceState;
import io.caretaker.core.status.Status;
import io.caretaker.server.watch.StatusBoard;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/// How services are.
final class ServiceSource implements Source {
    private static final double PERCENT = 100;
    private static final Family UP =
            Family.gauge(
                    "caretaker_service_up",
                    "1 when the service does its work, 0 when it does not; absent while that is"
                            + " not known",
                    Places.SERVICE);
    private static final Family STATE =
            Family.gauge(
                    "caretaker_service_state",
                    "1 for the state that the service is in (running, warning, stopped, error,"
                            + " unknown), 0 for the others",
                    with(Places.SERVICE, "state"));
    private static final Family LAST_CHECK =
            Family.gauge(
                    "caretaker_service_last_check_timestamp_seconds",
                    "when the service was looked at last",
                    Places.SERVICE);
    private static final Family RESPONSE_TIME =
            Family.gauge(
                    "caretaker_service_response_time_seconds",
                    "how long the newest check took",
                    Places.SERVICE);
    private static final Family UPTIME =
            Family.gauge(
                    "caretaker_service_uptime_ratio",
                    "share of the last 30 days in which the service was up",
                    Places.SERVICE);
    private static final Family FAILURES =
            Family.gauge(
                    "caretaker_service_consecutive_failures",
                    "failed checks in a row",
                    Places.SERVICE);
    private static final Family FLAPPING =
            Family.gauge(
                    "caretaker_service_flapping",
                    "1 while the service goes up and down",
                    Places.SERVICE);
    private static final Family UNREACHABLE =
            Family.gauge(
                    "caretaker_service_unreachable",
                    "1 while its host or what it depends on explains that the service fails or is"
                            + " not known",
                    Places.SERVICE);
    private static final Family SERVICES =
            Family.gauge("caretaker_services", "services in the inventory");

    private final StatusBoard board;
    private final Places places;

    ServiceSource(StatusBoard board, Places places) {
        this.board = board;
        this.places = places;
    }

    private static String[] with(String[] names, String another) {
        String[] more = Arrays.copyOf(names, names.length + 1);
        more[names.length] = another;
        return more;
    }

    /// All that it may ever tell.
    static List<Family> families() {
        return List.of(
                SERVICES,
                UP,
                STATE,
                LAST_CHECK,
                RESPONSE_TIME,
                UPTIME,
                FAILURES,
                FLAPPING,
                UNREACHABLE);
    }

    @Override
    public void collect(Samples samples) {
        List<Places.OfService> services = places.now().services();
        samples.add(SERVICES, services.size());
        services.forEach(each -> collect(each, samples));
    }

    private void collect(Places.OfService place, Samples samples) {
        ServiceId id = place.service().id();
        ServiceState state = board.state(id);
        if (state.status() != Status.UNKNOWN) {
            samples.add(UP, place.labels(), state.status().up());
        }
        place.states()
                .forEach((status, labels) -> samples.add(STATE, labels, status == state.status()));
        samples.add(LAST_CHECK, place.labels(), state.lastCheck());
        board.measured(id)
                .flatMap(StatusBoard.Measured::took)
                .ifPresent(took -> samples.add(RESPONSE_TIME, place.labels(), seconds(took)));
        Double uptime = state.uptimePercent();
        if (uptime != null) {
            samples.add(UPTIME, place.labels(), uptime / PERCENT);
        }
        samples.add(FAILURES, place.labels(), state.consecutiveFailures());
        samples.add(FLAPPING, place.labels(), state.flapping());
        samples.add(UNREACHABLE, place.labels(), state.unreachable());
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
