package io.caretaker.mongodb;

import java.util.List;
import java.util.Objects;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/// One number of a `serverStatus` reply that health uses: what it is called here, where it stands,
/// and which servers have it. Immutable.
///
/// @param name as metrics and counters have it
/// @param factor what it is multiplied by to have the unit of its name
/// @param where which servers have it
/// @param paths where it stands, the newest layout last; the first that is there counts
record StatusField(String name, Kind kind, double factor, Where where, List<List<String>> paths) {

    enum Kind {
        /// A metric as it is.
        GAUGE,
        /// A sum since the server's start.
        COUNTER,
        /// Told only together with others.
        FACT
    }

    /// What a server must be for the number to be there.
    enum Needs {
        NOTHING,
        /// A `mongod`: routers have no data.
        DATA,
        /// A `mongod` that stores by WiredTiger.
        WIRED_TIGER,
        /// A member of a replica set.
        SET,
        /// A server with a certificate.
        CERTIFICATE
    }

    /// @param since the first version with it, 402 for 4.2
    record Where(Needs needs, int since) {
        boolean in(Server server) {
            return server.version >= since
                    && switch (needs) {
                        case NOTHING -> true;
                        case DATA -> !server.router;
                        case WIRED_TIGER -> !server.router && server.wiredTiger;
                        case SET -> server.member;
                        case CERTIFICATE -> server.certificate;
                    };
        }
    }

    /// What is known of a server.
    record Server(
            int version, boolean router, boolean wiredTiger, boolean member, boolean certificate) {}

    StatusField {
        paths = paths.stream().map(List::copyOf).toList();
    }

    /// Null where the reply lacks it.
    @Nullable Double in(Document status) {
        return paths.stream()
                .map(path -> Numbers.at(status, path.toArray(String[]::new)))
                .filter(Objects::nonNull)
                .map(value -> value * factor)
                .findFirst()
                .orElse(null);
    }
}
