package io.caretaker.sqlite;

import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.HostFilter;
import io.caretaker.core.status.Attention;
import io.caretaker.core.status.FleetSummary;
import io.caretaker.core.status.Listings;
import io.caretaker.core.status.ServiceFilter;
import io.caretaker.core.status.ServiceView;
import io.caretaker.core.status.Status;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The summary is counted by SQLite, which reads a thousand documents in the time it takes Java to
/// understand thirty; lists are made of all entries. Thread-safe.
record SqliteListings(Database database, Listings plain) implements Listings {
    private static final String COUNTED =
            "SELECT json_extract(document, '$.environment'), json_extract(document, '$.region'),"
                    + " json_extract(document, '$.service_type'),"
                    + " coalesce((SELECT status FROM states WHERE service = id), 'UNKNOWN'),"
                    + " count(*) FROM services GROUP BY 1, 2, 3, 4";
    private static final String ACTIVE =
            "SELECT count(*) FROM hosts WHERE json_extract(document, '$.status') = 'active'";

    private record Group(
            String environment, String region, String type, Status status, long count) {}

    @Override
    public List<Host> hosts(HostFilter filter) {
        return plain.hosts(filter);
    }

    @Override
    public List<ServiceView> services(ServiceFilter filter) {
        return plain.services(filter);
    }

    @Override
    public Attention attention(Instant now) {
        return plain.attention(now);
    }

    @Override
    public FleetSummary summary() {
        return database.read(SqliteListings::summary);
    }

    private static FleetSummary summary(SqliteFile file) throws SQLException {
        var byStatus = new EnumMap<Status, Long>(Status.class);
        var byEnvironment = new TreeMap<String, Long>();
        var byRegion = new TreeMap<String, Long>();
        var byType = new TreeMap<String, Long>();
        long services = 0;
        for (Group each : groups(file)) {
            byStatus.merge(each.status, each.count, Long::sum);
            add(byEnvironment, each.environment, each.count);
            add(byRegion, each.region, each.count);
            add(byType, each.type, each.count);
            services += each.count;
        }
        return new FleetSummary(
                file.number("SELECT count(*) FROM hosts"),
                file.number(ACTIVE),
                services,
                byStatus,
                byEnvironment,
                byRegion,
                byType);
    }

    private static List<Group> groups(SqliteFile file) throws SQLException {
        return file.list(
                COUNTED,
                row ->
                        new Group(
                                row.getString(1),
                                row.getString(2),
                                row.getString(3),
                                Status.valueOf(row.getString(4)),
                                row.getLong(5)));
    }

    private static void add(Map<String, Long> counts, String key, long count) {
        counts.merge(key, count, Long::sum);
    }
}
