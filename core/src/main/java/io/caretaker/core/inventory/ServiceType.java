package io.caretaker.core.inventory;

import java.util.Locale;

/// The kind of a service (`postgresql`, `mariadb`, `nginx`, …): open-ended, lower case.
public record ServiceType(String name) {
    public static final ServiceType HOST = new ServiceType("host");
    public static final ServiceType OTHER = new ServiceType("other");

    public ServiceType {
        name = name.toLowerCase(Locale.ROOT);
        Ids.require(name, "service_type");
    }

    @Override
    public String toString() {
        return name;
    }
}
