package io.caretaker.core.health;

import io.caretaker.core.inventory.ServiceType;
import java.util.Locale;

/// The database engines that caretaker knows.
public enum EngineKind {
    POSTGRESQL(5432),
    MYSQL(3306),
    MARIADB(3306),
    MONGODB(27017);

    private final int defaultPort;

    EngineKind(int defaultPort) {
        this.defaultPort = defaultPort;
    }

    public int defaultPort() {
        return defaultPort;
    }

    /// The engine's name as `service_type` has it.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public ServiceType serviceType() {
        return new ServiceType(label());
    }
}
