package io.caretaker.cli.config;

import io.caretaker.core.document.EnvironmentDocument;
import io.caretaker.core.document.Fields;
import io.caretaker.core.document.HostDocument;
import io.caretaker.core.document.NearestWord;
import io.caretaker.core.document.ServiceDefaults;
import io.caretaker.core.document.ServiceDocument;
import io.caretaker.core.inventory.Environment;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.HostMetadata;
import io.caretaker.core.inventory.HostStatus;
import io.caretaker.core.inventory.Origin;
import io.caretaker.core.inventory.Placement;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.SshConfig;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads hosts, services and environments, and checks what they say of each other.
final class DeclaredInventory {
    private static final List<String> KEPT =
            List.of("origin", "created_at", "updated_at", "last_seen");
    private static final String SERVICE_ID = "service_id";

    private final Fields top;
    private final Settings.Defaults defaults;
    private final AlertingNames names;
    private final Instant now;
    private final Map<String, @Nullable Host> hosts = new LinkedHashMap<>();
    private final Map<String, Fields> services = new LinkedHashMap<>();
    private final List<Settings.Elsewhere> elsewhere = new ArrayList<>();

    DeclaredInventory(Fields top, Settings.Defaults defaults, AlertingNames names, Instant now) {
        this.top = top;
        this.defaults = defaults;
        this.names = names;
        this.now = now;
    }

    Settings.Declared read() {
        List<Environment> environments = environments();
        readHosts();
        List<Service> found = services();
        services.values().forEach(this::checkDependencies);
        new DependencyCircles(services).report();
        return new Settings.Declared(
                hosts.values().stream().filter(Objects::nonNull).toList(),
                found,
                environments,
                elsewhere);
    }

    private List<Environment> environments() {
        var names = new HashSet<String>();
        var found = new ArrayList<Environment>();
        for (Fields fields : top.objects("environments")) {
            refuseKept(fields);
            EnvironmentDocument.read(fields, Origin.DECLARED, now).ifPresent(found::add);
            refuseTwice(fields, "env_name", names.add(fields.text("env_name", "")));
        }
        return found;
    }

    private void readHosts() {
        for (Fields fields : top.objects("hosts")) {
            refuseKept(fields);
            Host host = HostDocument.read(fields, Origin.DECLARED, now).orElse(null);
            String id = fields.optionalScalar("host_id");
            if (id != null) {
                refuseTwice(fields, "host_id", !hosts.containsKey(id));
                hosts.put(id, host);
            }
        }
    }

    private List<Service> services() {
        var found = new ArrayList<Service>();
        ServiceDefaults forServices =
                new ServiceDefaults(
                        defaults.monitoring(),
                        defaults.retryDelayGiven(),
                        defaults.recovery(),
                        defaults.alerting(),
                        defaults.care(),
                        Origin.DECLARED,
                        now,
                        id -> Optional.ofNullable(hosts.get(id.value())));
        for (Fields fields : top.objects("services")) {
            refuseKept(fields);
            ThresholdNames.check(fields);
            names.checkService(fields);
            String host = fields.optionalScalar("host_id");
            if (host == null || hosts.containsKey(host)) {
                ServiceDocument.read(fields, forServices).ifPresent(found::add);
            } else {
                readElsewhere(fields, forServices);
            }
            String id = fields.optionalScalar(SERVICE_ID);
            if (id != null) {
                refuseTwice(fields, SERVICE_ID, services.putIfAbsent(id, fields) == null);
            }
        }
        return found;
    }

    private void refuseKept(Fields fields) {
        for (String key : KEPT) {
            if (fields.has(key)) {
                fields.problem(key, "is not written here, caretaker keeps it itself", "");
            }
        }
    }

    private static void refuseTwice(Fields fields, String key, boolean first) {
        if (!first) {
            fields.problem(key, "'" + fields.optionalScalar(key) + "' is declared already", "");
        }
    }

    /// Reads it as if it stood somewhere, to find what is wrong; and again when the host is known.
    private void readElsewhere(Fields fields, ServiceDefaults forServices) {
        Map<String, @Nullable Object> given = fields.given();
        ServiceDocument.read(fields, forServices.knowing(id -> Optional.of(somewhere(id))))
                .ifPresent(service ->
                        elsewhere.add(
                                new Settings.Elsewhere(
                                        service.id(),
                                        service.hostId(),
                                        host ->
                                                Fields.stored(
                                                        given,
                                                        again ->
                                                                ServiceDocument.read(
                                                                        again,
                                                                        forServices.knowing(_ ->
                                                                                Optional.of(
                                                                                        host)))))));
    }

    private Host somewhere(HostId id) {
        return new Host(
                id,
                id.value(),
                "localhost",
                Placement.of("unknown", "unknown"),
                new SshConfig("caretaker", SshConfig.DEFAULT_PORT, null, false),
                HostMetadata.NONE,
                HostStatus.ACTIVE,
                Origin.DECLARED,
                now,
                now,
                null);
    }

    private void checkDependencies(Fields fields) {
        List<String> needed = texts(fields);
        for (int i = 0; i < needed.size(); i++) {
            if (!services.containsKey(needed.get(i))) {
                fields.problem(
                        "dependencies",
                        i,
                        "service '" + needed.get(i) + "' is not declared under services",
                        near(needed.get(i), services.keySet()));
            }
        }
    }

    static List<String> texts(Fields fields) {
        return fields.textsIfAny("dependencies");
    }

    private static String near(String id, Set<String> known) {
        return NearestWord.to(id, known).map(word -> "did you mean '" + word + "'?").orElse("");
    }
}
