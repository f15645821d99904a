package io.caretaker.web.live;

import java.util.Locale;

/// What an event of the API is about.
public enum EventType {
    /// The state of a service has changed.
    SERVICE_STATE,
    /// A check has ended.
    RESULT,
    /// The health of a database has changed.
    HEALTH,
    /// An alert began, changed or ended.
    ALERT,
    /// A person is asked about a recovery, or has answered.
    APPROVAL,
    /// Recovery was paused or goes on.
    PAUSE,
    /// Hosts, services or environments have changed.
    INVENTORY;

    /// As it is written: `service_state`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
