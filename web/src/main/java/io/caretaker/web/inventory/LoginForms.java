package io.caretaker.web.inventory;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.secret.SecretReference;
import java.util.Locale;
import java.util.Objects;

/// The form of the log-in to a database that is in the inventory. Pure.
final class LoginForms {
    private LoginForms() {}

    static DatabaseForm of(Service service, Host host) {
        return switch (service.check()) {
            case CheckSpec.Database database -> known(service, database.target());
            case CheckSpec.Tcp tcp -> unknown(service, tcp.host(), String.valueOf(tcp.port()));
            case CheckSpec.Http _,
                    CheckSpec.Unit _,
                    CheckSpec.ProcessAlive _,
                    CheckSpec.Custom _,
                    CheckSpec.HostFacts _ ->
                    unknown(service, host.address(), "");
        };
    }

    private static DatabaseForm unknown(Service service, String address, String port) {
        return new DatabaseForm(
                service.id().value(),
                service.hostId().value(),
                service.type().name(),
                service.label(),
                address,
                port,
                "",
                "",
                "typed",
                "",
                "",
                "default",
                "",
                service.environment(),
                service.region());
    }

    private static DatabaseForm known(Service service, DatabaseTarget target) {
        SecretReference password = target.password();
        return new DatabaseForm(
                service.id().value(),
                service.hostId().value(),
                target.engine().label(),
                service.label(),
                target.host(),
                String.valueOf(target.port()),
                Objects.requireNonNullElse(target.database(), ""),
                Objects.requireNonNullElse(target.user(), ""),
                kind(password),
                reference(password),
                "",
                target.tls().name().toLowerCase(Locale.ROOT),
                Objects.requireNonNullElse(target.caFile(), ""),
                service.environment(),
                service.region());
    }

    private static String kind(@org.jspecify.annotations.Nullable SecretReference password) {
        return switch (password) {
            case null -> "typed";
            case SecretReference.FromFile _ -> "file";
            case SecretReference.FromEnvironment _ -> "env";
            case SecretReference.FromCommand _ -> "typed";
        };
    }

    private static String reference(@org.jspecify.annotations.Nullable SecretReference password) {
        return switch (password) {
            case SecretReference.FromFile(String path) -> path;
            case SecretReference.FromEnvironment(String name) -> name;
            case null, default -> "";
        };
    }
}
