package io.caretaker.core.document;

import io.caretaker.core.inventory.ServiceType;
import org.jspecify.annotations.Nullable;

/// What a check takes from its service where it does not say it itself.
///
/// @param address the address of the service's host, null when the host is not known
record CheckContext(ServiceType type, @Nullable String address) {
    private static final String KEY = "host";

    /// The host that a check names, else the service's.
    String host(Fields fields) {
        String given = fields.optionalText(KEY);
        if (given != null && given.isBlank()) {
            fields.problem(KEY, "must not be blank", "");
        }
        if (given == null && address == null && !fields.has(KEY)) {
            fields.problem("'host' is missing", "");
        }
        if (given == null) {
            return address == null ? "localhost" : address;
        }
        return given;
    }
}
