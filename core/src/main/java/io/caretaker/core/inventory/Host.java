package io.caretaker.core.inventory;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A machine that services run on.
///
/// @param address IPv4 or IPv6 address, or a name where no address is fixed
/// @param lastSeen the last successful connection, null when there was none yet
public record Host(
        HostId id,
        String hostname,
        String address,
        Placement placement,
        SshConfig ssh,
        HostMetadata metadata,
        HostStatus status,
        Origin origin,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant lastSeen) {

    public Host {
        if (hostname.isBlank() || address.isBlank()) {
            throw new IllegalArgumentException("hostname and ip_address must not be blank");
        }
    }

    /// Whether this is the machine that caretaker itself runs on, reached without SSH.
    public boolean local() {
        return address.equals("localhost") || address.equals("::1") || address.startsWith("127.");
    }

    public Host with(HostStatus newStatus, Instant now) {
        return new Host(
                id, hostname, address, placement, ssh, metadata, newStatus, origin, createdAt, now,
                lastSeen);
    }

    public Host updated(Instant at) {
        return new Host(
                id, hostname, address, placement, ssh, metadata, status, origin, createdAt, at,
                lastSeen);
    }

    public Host seen(Instant at) {
        return new Host(
                id, hostname, address, placement, ssh, metadata, status, origin, createdAt,
                updatedAt, at);
    }
}
