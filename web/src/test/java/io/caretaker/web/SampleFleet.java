package io.caretaker.web;

import io.caretaker.core.check.Fault;
import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.check.Outcome;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.HostMetadata;
import io.caretaker.core.inventory.HostStatus;
import io.caretaker.core.inventory.InventoryChange;
import io.caretaker.core.inventory.Origin;
import io.caretaker.core.inventory.Placement;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.inventory.ServiceType;
import io.caretaker.core.inventory.SshConfig;
import io.caretaker.core.status.Status;
import io.caretaker.testkit.store.HistorySamples;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// A fleet as there are many, some of it not well, to be looked at.
public final class SampleFleet {
    private static final List<String> PLACES =
            List.of("production/eu-west", "production/us-east", "staging/eu-west");
    private static final List<String> KINDS =
            List.of("postgresql", "mysql", "mongodb", "nginx", "redis");

    private SampleFleet() {}

    /// So many services on a quarter as many hosts, with an hour of results.
    public static FaceRig of(Path directory, int size) {
        var services = new ArrayList<Service>();
        for (int i = 0; i < size; i++) {
            services.add(service(i, size));
        }
        FaceRig rig = FaceRig.in(directory, FaceRig.free(), services);
        var moves = new ArrayList<InventoryChange>();
        for (int i = 0; i < size; i += 4) {
            String[] place = place(i, size);
            moves.add(
                    new InventoryChange.PutHost(
                            new Host(
                                    services.get(i).hostId(),
                                    services.get(i).hostId().value() + ".example.org",
                                    "10.0.0.1",
                                    Placement.of(place[0], place[1]),
                                    new SshConfig("care", 22, null, true),
                                    new HostMetadata("Debian 13", "databases", List.of("rack-7")),
                                    HostStatus.ACTIVE,
                                    Origin.MANAGED,
                                    Instant.EPOCH,
                                    Instant.EPOCH,
                                    null)));
        }
        rig.store().inventory().apply(moves, Instant.now());
        rig.store().history().append(history(services));
        rig.caretaker()
                .recent()
                .fill(rig.store().history(), services.stream().map(Service::id).toList());
        return rig.answering("billing-mysql-6", refused())
                .answering("shop-postgresql-10", refused())
                .answering("wiki-mongodb-17", new Outcome.Warning("replication is 42 s behind"))
                .answering(
                        "orders-nginx-23", new Outcome.Unknown("the host does not answer", null));
    }

    private static String[] place(int number, int size) {
        return PLACES.get(number * PLACES.size() / size).split("/", 2);
    }

    private static Outcome refused() {
        return new Outcome.Down(Fault.REFUSED, "connection refused on port 5432", null);
    }

    private static Service service(int number, int size) {
        String[] place = place(number / 4 * 4, size);
        String kind = KINDS.get(number % KINDS.size());
        String purpose =
                List.of("orders", "billing", "shop", "wiki").get(number / KINDS.size() % 4);
        Service plain = FaceRig.service("db-" + number / 4, purpose + "-" + kind + "-" + number);
        return new Service(
                plain.id(),
                plain.hostId(),
                plain.unit(),
                new ServiceType(kind),
                null,
                "The " + purpose + " of our customers",
                plain.check(),
                null,
                plain.monitoring(),
                plain.recovery().optedIn(number % 3 == 0),
                plain.control(),
                List.of("/var/log/" + kind + ".log"),
                List.of(),
                plain.alerting(),
                plain.care(),
                place[0],
                place[1],
                List.of("team-" + purpose),
                number % 10 == 1 ? List.of(new ServiceId(previous(number))) : List.of(),
                plain.origin(),
                plain.createdAt(),
                plain.updatedAt());
    }

    private static String previous(int number) {
        int before = number - 1;
        String purpose = List.of("orders", "billing", "shop", "wiki").get(before / 5 % 4);
        return purpose + "-" + KINDS.get(before % KINDS.size()) + "-" + before;
    }

    private static List<HistoryEntry> history(List<Service> services) {
        var random = new Random(3);
        Instant now = Instant.now();
        var rows = new ArrayList<HistoryEntry>();
        for (Service service : services) {
            int troubled = random.nextInt(9);
            for (int minute = 55; minute >= 1; minute--) {
                boolean bad = troubled == 0 && minute > 20 && minute < 24;
                rows.add(
                        HistorySamples.row(
                                service.id().value(),
                                service.hostId().value(),
                                now.minus(Duration.ofMinutes(minute)),
                                bad ? Status.ERROR : Status.RUNNING,
                                Duration.ofNanos((long) (2e6 + 3e6 * random.nextDouble())),
                                io.caretaker.core.check.Metrics.NONE));
            }
        }
        return rows;
    }
}
