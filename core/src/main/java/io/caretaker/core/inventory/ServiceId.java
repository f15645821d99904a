package io.caretaker.core.inventory;

/// A readable, unique name of a service, for example `svc_jeju_mysql_001`.
public record ServiceId(String value) implements Comparable<ServiceId> {
    public ServiceId {
        Ids.require(value, "service_id");
    }

    @Override
    public int compareTo(ServiceId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
