package io.caretaker.postgresql;

import io.caretaker.core.health.DatabaseTarget;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/// Variations of a target.
@NullMarked
final class Targets {
    private Targets() {}

    static DatabaseTarget withDatabase(DatabaseTarget target, String database) {
        return new DatabaseTarget(
                target.engine(),
                target.host(),
                target.port(),
                database,
                target.user(),
                target.password(),
                target.tls(),
                target.caFile());
    }

    static DatabaseTarget withTls(
            DatabaseTarget target, DatabaseTarget.TlsMode tls, @Nullable String caFile) {
        return at(target, target.host(), tls, caFile);
    }

    static DatabaseTarget at(
            DatabaseTarget target,
            String host,
            DatabaseTarget.TlsMode tls,
            @Nullable String caFile) {
        return new DatabaseTarget(
                target.engine(),
                host,
                target.port(),
                target.database(),
                target.user(),
                target.password(),
                tls,
                caFile);
    }
}
