package io.caretaker.core.health;

import io.caretaker.core.inventory.ServiceType;
import java.util.Locale;

/// The database engines that caretaker knows.
public enum EngineKind {
    POSTGRESQL("PostgreSQL", "12 to 18", 5432),
    MYSQL("MySQL", "8.0, 8.4 and 9", 3306),
    MARIADB("MariaDB", "10.6 to 11.8", 3306),
    MONGODB("MongoDB", "4.2 to 8.0", 27017);

    private final String title;
    private final String versions;
    private final int defaultPort;

    EngineKind(String title, String versions, int defaultPort) {
        this.title = title;
        this.versions = versions;
        this.defaultPort = defaultPort;
    }

    /// The engine's name as its makers write it.
    public String title() {
        return title;
    }

    /// The versions that caretaker is made for, for people: `12 to 18`.
    public String versions() {
        return versions;
    }

    public int defaultPort() {
        return defaultPort;
    }

    /// The engine's name as `service_type` and programs have it.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public ServiceType serviceType() {
        return new ServiceType(label());
    }
}
