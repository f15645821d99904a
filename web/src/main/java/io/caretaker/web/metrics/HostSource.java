package io.caretaker.web.metrics;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.Metrics;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.Service;
import io.caretaker.server.watch.HostWatch;
import io.caretaker.server.watch.StatusBoard;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How hosts are.
final class HostSource implements Source {
    private static final double PERCENT = 100;
    private static final Family HOSTS = Family.gauge("caretaker_hosts", "hosts in the inventory");
    private static final Family UP =
            Family.gauge(
                    "caretaker_host_up",
                    "1 as long as the host answers as far as is known, 0 while it does not or"
                            + " caretaker is cut off",
                    Places.HOST);
    private static final Family LAST_SEEN =
            Family.gauge(
                    "caretaker_host_last_seen_timestamp_seconds",
                    "when the host was seen alive last",
                    Places.HOST);
    private static final Family CPU =
            Family.gauge(
                    "caretaker_host_cpu_usage_ratio",
                    "share of the processors' time that is used; of hosts with a check of the host or of a unit",
                    Places.HOST);
    private static final Family MEMORY =
            Family.gauge(
                    "caretaker_host_memory_usage_ratio",
                    "share of the memory that is used; of hosts with a check of the host or of a unit",
                    Places.HOST);
    private static final Family DISK =
            Family.gauge(
                    "caretaker_host_disk_usage_ratio",
                    "how full the fullest disk is; of hosts with a check of the host or of a unit",
                    Places.HOST);
    private static final Family LOAD_1 = load("1");
    private static final Family LOAD_5 = load("5");
    private static final Family LOAD_15 = load("15");

    private final StatusBoard board;
    private final HostWatch hosts;
    private final Places places;

    HostSource(StatusBoard board, HostWatch hosts, Places places) {
        this.board = board;
        this.hosts = hosts;
        this.places = places;
    }

    private static Family load(String minutes) {
        return Family.gauge(
                "caretaker_host_load" + minutes,
                "load average of "
                        + minutes
                        + " min; of hosts with a check of the host or of a unit",
                Places.HOST);
    }

    /// All that it may ever tell.
    static List<Family> families() {
        return List.of(HOSTS, UP, LAST_SEEN, CPU, MEMORY, DISK, LOAD_1, LOAD_5, LOAD_15);
    }

    @Override
    public void collect(Samples samples) {
        Places.Known known = places.now();
        samples.add(HOSTS, known.hosts().size());
        Map<HostId, Instant> seen = hosts.seen();
        Map<HostId, Metrics> loads = loads(known);
        for (Places.OfHost place : known.hosts()) {
            Host host = place.host();
            samples.add(UP, place.labels(), hosts.silent(host.id()) == null);
            samples.add(LAST_SEEN, place.labels(), newest(seen.get(host.id()), host.lastSeen()));
            Metrics load = loads.get(host.id());
            if (load != null) {
                load(samples, place.labels(), load);
            }
        }
    }

    private static @Nullable Instant newest(@Nullable Instant one, @Nullable Instant other) {
        return one == null || (other != null && other.isAfter(one)) ? other : one;
    }

    private Map<HostId, Metrics> loads(Places.Known known) {
        var loads = new HashMap<HostId, Metrics>();
        for (Places.OfService place : known.services()) {
            Service service = place.service();
            boolean ofHost = service.check() instanceof CheckSpec.HostFacts;
            if (ofHost || service.check() instanceof CheckSpec.Unit) {
                board.measured(service.id())
                        .map(StatusBoard.Measured::metrics)
                        .filter(metrics -> metrics.get("memory_usage") != null)
                        .ifPresent(metrics -> put(loads, service.hostId(), metrics, ofHost));
            }
        }
        return loads;
    }

    /// A check of the host itself tells most; checks of units tell it by the way.
    private static void put(
            Map<HostId, Metrics> loads, HostId host, Metrics metrics, boolean ofHost) {
        if (ofHost) {
            loads.put(host, metrics);
        } else {
            loads.putIfAbsent(host, metrics);
        }
    }

    private static void load(Samples samples, Labels labels, Metrics load) {
        add(samples, CPU, labels, load.get("cpu_usage"), PERCENT);
        add(samples, MEMORY, labels, load.get("memory_usage"), PERCENT);
        add(samples, DISK, labels, load.get("disk_usage"), PERCENT);
        add(samples, LOAD_1, labels, load.get("load_1"), 1);
        add(samples, LOAD_5, labels, load.get("load_5"), 1);
        add(samples, LOAD_15, labels, load.get("load_15"), 1);
    }

    private static void add(
            Samples samples, Family family, Labels labels, @Nullable Double value, double of) {
        if (value != null) {
            samples.add(family, labels, value / of);
        }
    }
}
