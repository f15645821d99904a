package io.caretaker.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The tables `hours` and `days`, which files of raw rows and the file of old roll-ups share. Hours
/// and days are counted since 1970.
final class Rollups {
    static final int HOURS_A_DAY = 24;

    private static final String ADD_HOUR =
            "INSERT INTO hours VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
                    + " up = up + excluded.up, down = down + excluded.down,"
                    + " unknown = unknown + excluded.unknown, took = took + excluded.took,"
                    + " longest = max(longest, excluded.longest)";
    private static final String ADD_DAY =
            "INSERT INTO days VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
                    + " up = up + excluded.up, down = down + excluded.down";

    // One search for each hour instead of a scan over the hours of all services.
    private static final String OF_SERVICE =
            "WITH RECURSIVE wanted(hour) AS (SELECT ?1 WHERE ?1 < ?2"
                    + " UNION ALL SELECT hour + 1 FROM wanted WHERE hour + 1 < ?2)"
                    + " SELECT hours.* FROM wanted CROSS JOIN hours ON hours.hour = wanted.hour"
                    + " AND hours.service = (SELECT number FROM services WHERE id = ?3)";
    private static final String KNOWN =
            "SELECT id, up, down FROM (SELECT service, sum(up) AS up, sum(down) AS down FROM"
                    + " (SELECT service, up, down FROM days WHERE day > ?1 UNION ALL"
                    + " SELECT service, up, down FROM hours WHERE hour >= ?2 AND hour < ?3)"
                    + " GROUP BY service) JOIN services ON number = service";

    private Rollups() {}

    /// One row of `hours`, with the service's name.
    record Hour(long hour, String service, Tally tally) {}

    static void add(SqliteFile file, long hour, long service, Tally tally) throws SQLException {
        file.update(
                ADD_HOUR,
                hour,
                service,
                tally.up(),
                tally.down(),
                tally.unknown(),
                tally.took(),
                tally.longest());
        file.update(ADD_DAY, Math.floorDiv(hour, HOURS_A_DAY), service, tally.up(), tally.down());
    }

    static List<Hour> all(SqliteFile file) throws SQLException {
        return between(file, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /// The hours of all services, from (inclusive) to (exclusive), in no order.
    static List<Hour> between(SqliteFile file, long from, long to) throws SQLException {
        return file.list(
                "SELECT id, hours.* FROM hours JOIN services ON number = service"
                        + " WHERE hour >= ? AND hour < ?",
                row -> new Hour(row.getLong("hour"), row.getString("id"), tally(row)),
                from,
                to);
    }

    /// Puts a row in place of what is there.
    static void put(SqliteFile file, long hour, long service, Tally tally) throws SQLException {
        Tally known =
                file.first(
                                "SELECT * FROM hours WHERE hour = ? AND service = ?",
                                Rollups::tally,
                                hour,
                                service)
                        .orElse(Tally.NONE);
        add(file, hour, service, tally.minus(known));
        shorten(file, hour, service, tally.longest());
    }

    /// The longest response time of an hour, no longer than this.
    static void shorten(SqliteFile file, long hour, long service, long longest)
            throws SQLException {
        file.update(
                "UPDATE hours SET longest = ?1 WHERE hour = ?2 AND service = ?3 AND longest > ?1",
                longest,
                hour,
                service);
    }

    /// Adds the hours of a service, from (inclusive) to (exclusive), to those in `sums`.
    static void collect(
            SqliteFile file, String service, long from, long to, SortedMap<Long, Tally> sums)
            throws SQLException {
        long first = Math.max(from, file.number("SELECT min(hour) FROM hours"));
        long end = Math.min(to, file.number("SELECT max(hour) FROM hours") + 1);
        var found = new TreeMap<Long, Tally>();
        file.list(
                OF_SERVICE,
                row -> found.put(row.getLong("hour"), tally(row)) == null,
                first,
                end,
                service);
        found.forEach((hour, tally) -> sums.merge(hour, tally, Tally::plus));
    }

    /// Adds what is known of all services since the hour to `sums`.
    static void collect(SqliteFile file, long since, Map<String, Tally> sums) throws SQLException {
        long day = Math.floorDiv(since, HOURS_A_DAY);
        file.list(
                        KNOWN,
                        row ->
                                Map.entry(
                                        row.getString(1),
                                        new Tally(row.getLong(2), row.getLong(3), 0, 0, 0)),
                        day,
                        since,
                        (day + 1) * HOURS_A_DAY)
                .forEach(each -> sums.merge(each.getKey(), each.getValue(), Tally::plus));
    }

    private static Tally tally(ResultSet row) throws SQLException {
        return new Tally(
                row.getLong("up"),
                row.getLong("down"),
                row.getLong("unknown"),
                row.getLong("took"),
                row.getLong("longest"));
    }
}
