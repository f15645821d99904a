package io.caretaker.core.alert;

import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.ServiceId;
import java.util.Locale;
import java.util.Optional;

/// Whom an alert is about.
///
/// @param id of the service, host or channel; empty for caretaker itself
public record Subject(Kind kind, String id) {
    public static final Subject CARETAKER = new Subject(Kind.CARETAKER, "");

    /// What kind of thing it is.
    public enum Kind {
        SERVICE,
        HOST,
        CHANNEL,
        CARETAKER
    }

    public static Subject of(ServiceId service) {
        return new Subject(Kind.SERVICE, service.value());
    }

    public static Subject of(HostId host) {
        return new Subject(Kind.HOST, host.value());
    }

    public static Subject channel(String name) {
        return new Subject(Kind.CHANNEL, name);
    }

    public Optional<ServiceId> service() {
        return kind == Kind.SERVICE ? Optional.of(new ServiceId(id)) : Optional.empty();
    }

    public Optional<HostId> host() {
        return kind == Kind.HOST ? Optional.of(new HostId(id)) : Optional.empty();
    }

    @Override
    public String toString() {
        String word = kind.name().toLowerCase(Locale.ROOT);
        return id.isEmpty() ? word : word + ":" + id;
    }
}
