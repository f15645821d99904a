package io.caretaker.core.document;

import io.caretaker.core.check.CheckSpec;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The one or two checks of a service.
///
/// The first is `monitoring.method` with its settings in `check`. A document of another program has
/// no `check`: then `health_check.endpoint` or `health_check.custom_check` say what to ask, if they
/// fit the method, and are the first check instead of a second one.
record ServiceChecks(CheckSpec check, @Nullable CheckSpec healthCheck) {

    static ServiceChecks read(Fields service, Fields monitoring, CheckContext context) {
        String method = monitoring.oneOf("method", CheckDocument.METHODS);
        if (method == null && !monitoring.has("method")) {
            monitoring.problem(
                    "'method' is missing", "one of " + String.join(", ", CheckDocument.METHODS));
        }
        Fields health = service.object("health_check");
        Fields settings = service.optionalObject("check");
        Optional<CheckSpec> plain =
                settings == null && method != null
                        ? HealthCheckDocument.plain(health).flatMap(found -> fitting(method, found))
                        : Optional.empty();
        CheckSpec first = plain.orElseGet(() -> settings(service, settings, method, context));
        return new ServiceChecks(
                first, HealthCheckDocument.read(health, context, plain.isPresent()));
    }

    private static CheckSpec settings(
            Fields service,
            @Nullable Fields settings,
            @Nullable String method,
            CheckContext context) {
        if (method == null) {
            return new CheckSpec.Unit();
        }
        return CheckDocument.read(
                method, settings == null ? service.object("check") : settings, context);
    }

    private static Optional<CheckSpec> fitting(String method, CheckSpec found) {
        if (found.method().equals(method)) {
            return Optional.of(found);
        }
        return Optional.empty();
    }
}
