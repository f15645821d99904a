package io.caretaker.sqlite;

import io.caretaker.core.document.EnvironmentDocument;
import io.caretaker.core.document.Fields;
import io.caretaker.core.document.HostDocument;
import io.caretaker.core.document.ServiceDefaults;
import io.caretaker.core.document.ServiceDocument;
import io.caretaker.core.inventory.Environment;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.Origin;
import io.caretaker.core.inventory.Service;
import java.time.Instant;

/// Entries of the inventory as the JSON that the store keeps.
final class Documents {
    // Documents of the store say everything themselves; this is for what a person edited by hand.
    private static final ServiceDefaults DEFAULTS = ServiceDefaults.stored(Instant.EPOCH);

    private Documents() {}

    static String of(Host host) {
        return Json.write(HostDocument.of(host));
    }

    static String of(Service service) {
        return Json.write(ServiceDocument.of(service));
    }

    static String of(Environment environment) {
        return Json.write(EnvironmentDocument.of(environment));
    }

    static Host host(String json) {
        return Fields.stored(
                Json.readMap(json),
                fields -> HostDocument.read(fields, Origin.MANAGED, Instant.EPOCH));
    }

    static Service service(String json) {
        return Fields.stored(Json.readMap(json), fields -> ServiceDocument.read(fields, DEFAULTS));
    }

    static Environment environment(String json) {
        return Fields.stored(
                Json.readMap(json),
                fields -> EnvironmentDocument.read(fields, Origin.MANAGED, Instant.EPOCH));
    }
}
