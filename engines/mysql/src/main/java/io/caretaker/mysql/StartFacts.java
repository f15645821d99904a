package io.caretaker.mysql;

import io.caretaker.core.health.EngineKind;
import io.caretaker.core.host.ProcessFacts;
import org.jspecify.annotations.Nullable;

/// What is known of how a server was started.
record StartFacts(
        ProcessFacts process,
        ServerOptions options,
        @Nullable String dataDirectory,
        EngineKind kind) {

    /// An option that names a file, made absolute: relative ones are meant from the data directory.
    @Nullable String path(String option) {
        String value = options.get(option);
        return value == null || value.startsWith("/") || dataDirectory == null
                ? value
                : dataDirectory + "/" + value;
    }
}
