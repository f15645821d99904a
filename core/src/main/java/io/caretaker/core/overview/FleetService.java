package io.caretaker.core.overview;

import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.HostStatus;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.status.ServiceView;
import io.caretaker.core.status.Status;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A service in the fleet.
///
/// @param health how the database is; null for other services, and before it was asked
public record FleetService(
        ServiceView view, HostStatus hostStatus, @Nullable DatabaseHealth health) {
    public ServiceId id() {
        return view.service().id();
    }

    public String label() {
        return view.service().label();
    }

    /// As it is written: `postgresql`.
    public String type() {
        return view.service().type().name();
    }

    public HostId host() {
        return view.service().hostId();
    }

    public Status status() {
        return view.state().status();
    }

    /// Since when the status holds; null before the first one.
    public @Nullable Instant since() {
        return view.state().statusSince();
    }

    /// Of the last 30 days; null before the first known result.
    public @Nullable Double uptimePercent() {
        return view.state().uptimePercent();
    }

    /// Whether caretaker looks at it.
    public boolean watched() {
        return view.service().monitoring().enabled() && hostStatus != HostStatus.DECOMMISSIONED;
    }
}
