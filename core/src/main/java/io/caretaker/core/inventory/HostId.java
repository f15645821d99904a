package io.caretaker.core.inventory;

/// A readable, unique name of a host, for example `host_jeju_mysql_001`.
public record HostId(String value) implements Comparable<HostId> {
    public HostId {
        Ids.require(value, "host_id");
    }

    @Override
    public int compareTo(HostId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
