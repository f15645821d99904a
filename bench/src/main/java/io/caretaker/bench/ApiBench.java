package io.caretaker.bench;

import io.caretaker.cli.Blueprint;
import io.caretaker.cli.Wiring;
import io.caretaker.core.alert.Alert;
import io.caretaker.core.alert.AlertKey;
import io.caretaker.core.alert.AlertRule;
import io.caretaker.core.alert.AlertState;
import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.CheckType;
import io.caretaker.core.check.Fault;
import io.caretaker.core.check.Metrics;
import io.caretaker.core.check.Outcome;
import io.caretaker.core.check.ProbeReply;
import io.caretaker.core.host.ServiceControl;
import io.caretaker.core.inventory.InventoryChange;
import io.caretaker.core.inventory.Monitoring;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.inventory.ServiceType;
import io.caretaker.core.inventory.Severity;
import io.caretaker.core.recovery.RecoveryPolicy;
import io.caretaker.server.Caretaker;
import io.caretaker.server.watch.CheckResult;
import io.caretaker.web.Face;
import io.caretaker.web.ListenAddress;
import io.caretaker.web.WebSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Serves the face of a daemon that has looked at everything and rests since then, with 20 alerts
/// that are open, until it is ended.
///
/// Arguments: services, directory for the store, file for the address, how often each service was
/// looked at (once, unless given; one look in ten then found it slow, and one in fifty down).
public final class ApiBench {
    private static final int ALERTS = 20;

    private ApiBench() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        int services = Integer.parseInt(args[0]);
        try (var wiring = new Wiring(Blueprint.standard(Path.of(args[1]), "bench"), List.of())) {
            wiring.store().inventory().apply(inventory(services), Instant.now());
            wiring.store().alerts().write(alerts(), List.of());
            Caretaker caretaker = wiring.caretaker();
            caretaker.board().use(wiring.store().inventory().read());
            int looks = args.length > 3 ? Integer.parseInt(args[3]) : 1;
            for (int look = 1; look <= looks; look++) {
                for (Service service : caretaker.inventory().services()) {
                    look(caretaker, service, outcome(service, looks - look));
                }
            }
            try (Face face =
                    Face.serve(
                            wiring.daemon(),
                            WebSettings.on(List.of(new ListenAddress("127.0.0.1", 0)), true))) {
                Path address = Path.of(args[2]);
                Path beside = address.resolveSibling("address.new");
                Files.writeString(beside, face.addresses().getFirst());
                Files.move(beside, address);
                Thread.sleep(Duration.ofHours(1));
            }
        }
    }

    private static List<InventoryChange> inventory(int services) {
        var changes = new ArrayList<InventoryChange>(List.of(Entries.host()));
        for (int i = 0; i < services; i++) {
            changes.add(
                    Entries.service(
                            "service_" + i,
                            new ServiceType("other"),
                            new CheckSpec.Tcp("127.0.0.1", 1 + i, null, null),
                            Monitoring.DEFAULT,
                            RecoveryPolicy.DEFAULT,
                            new ServiceControl.None()));
        }
        return changes;
    }

    private static List<Alert> alerts() {
        Instant now = Instant.now();
        var alerts = new ArrayList<Alert>();
        for (int i = 0; i < ALERTS; i++) {
            alerts.add(
                    new Alert(
                            "a-%08d".formatted(i),
                            AlertKey.of(AlertRule.SERVICE_DOWN, new ServiceId("service_" + i)),
                            AlertState.FIRING,
                            Severity.HIGH,
                            "service_" + i + " is down",
                            "connection refused",
                            now,
                            now,
                            null,
                            "",
                            List.of(now),
                            "",
                            List.of()));
        }
        return alerts;
    }

    /// The newest look found it up.
    private static Outcome outcome(Service service, int before) {
        int mixed = Math.floorMod(service.id().value().hashCode() + 7 * before, 50);
        if (before == 0 || mixed > 5) {
            return new Outcome.Up("answers");
        }
        return mixed == 0
                ? new Outcome.Down(Fault.REFUSED, "connection refused", null)
                : new Outcome.Warning("slow");
    }

    private static void look(Caretaker caretaker, Service service, Outcome outcome) {
        caretaker
                .board()
                .record(
                        new CheckResult(
                                service,
                                CheckType.STATUS_CHECK,
                                new ProbeReply(outcome, Metrics.NONE),
                                Instant.now(),
                                Duration.ofMillis(2),
                                false));
    }
}
