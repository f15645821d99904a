package io.caretaker.testkit.store;

import io.caretaker.core.inventory.Environment;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.Service;
import java.time.Instant;

/// Entries of an inventory for tests of stores beside the contract suites.
public final class InventorySamples {
    public static final Instant NOW = Samples.NOW;

    private InventorySamples() {}

    public static Host host(String id) {
        return Samples.host(id);
    }

    public static Host host(String id, String environment, String region) {
        return Samples.host(id, environment, region);
    }

    public static Service service(String id, String host) {
        return Samples.service(id, host);
    }

    public static Service plainService(String id, String host) {
        return Samples.plainService(id, host);
    }

    public static Environment environment(String name) {
        return Samples.environment(name);
    }
}
