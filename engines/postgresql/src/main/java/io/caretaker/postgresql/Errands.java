package io.caretaker.postgresql;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.secret.SecretReference;
import io.caretaker.core.secret.SecretSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What needs connections besides the one that is kept: the tables of other databases, and the
/// server's certificate. One more connection at a time, closed at once.
final class Errands {
    static final String TABLES = "tables";
    static final Duration TABLES_NEED = Duration.ofSeconds(2);

    private static final Duration LONGEST_DATABASE = Duration.ofSeconds(1);
    private static final int MOST_DATABASES = 10;
    private static final int MOST_TABLES = 20;

    private final DatabaseTarget target;
    private final SecretSource secrets;
    private final OpenSockets sockets;

    /// @param sockets closed by the owner, under whatever still runs
    Errands(DatabaseTarget target, SecretSource secrets, OpenSockets sockets) {
        this.target = target;
        this.secrets = secrets;
        this.sockets = sockets;
    }

    /// @param numbers the metrics of all databases together
    /// @param rows the tables with the most dead rows
    record TableReading(
            Map<String, Double> numbers,
            List<Map<String, @Nullable Object>> rows,
            @Nullable String note) {}

    @Nullable Double certificateDaysLeft(Deadline limit) {
        return ServerCertificate.daysLeft(target.host(), target.port(), sockets, limit)
                .orElse(null);
    }

    /// The tables of the kept connection's database and of the busiest others. One that does not
    /// let us in is left out and told of.
    TableReading tables(Link link, Deadline limit) throws SQLException {
        var sum = new Sum();
        var unseen = new ArrayList<String>();
        List<String> others = List.of();
        try {
            sum.add(link.identity().database(), link.rows(RareQuery.TABLES, LONGEST_DATABASE));
            others =
                    link.rows(RareQuery.OTHER_DATABASES, LONGEST_DATABASE).stream()
                            .map(row -> String.valueOf(row.get("name")))
                            .toList();
        } catch (SQLException e) {
            if (ServerReplies.connectionLost(e)) {
                throw e;
            }
            unseen.add(link.identity().database());
        }
        for (String database : others) {
            boolean look = sum.databases < MOST_DATABASES && !limit.expired();
            if (!look || !look(database, sum, limit.within(LONGEST_DATABASE))) {
                unseen.add(database);
            }
        }
        return sum.reading(unseen);
    }

    private boolean look(String database, Sum sum, Deadline limit) {
        try (Connection connection = connect(database, limit);
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "set search_path = pg_catalog; " + HealthQuery.begin(LONGEST_DATABASE));
            try (ResultSet found = statement.executeQuery(RareQuery.TABLES)) {
                sum.add(database, Rows.read(found));
            }
            return true;
        } catch (SQLException | Problem e) {
            return false;
        }
    }

    private Connection connect(String database, Deadline limit) throws SQLException {
        @Nullable SecretReference password = target.password();
        var there =
                new DatabaseTarget(
                        target.engine(),
                        target.host(),
                        target.port(),
                        database,
                        target.user(),
                        password,
                        target.tls(),
                        target.caFile());
        return Link.connect(
                there, password == null ? null : secrets.resolve(password), sockets, limit);
    }

    /// Of several databases.
    private static final class Sum {
        private final List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        private double dead;
        private double live;
        private double late;
        private int databases;

        void add(String database, List<Map<String, @Nullable Object>> found) {
            databases++;
            dead += number(found.getFirst().get("all_dead"));
            live += number(found.getFirst().get("all_live"));
            late += number(found.getFirst().get("late"));
            for (Map<String, @Nullable Object> each : found) {
                if (each.get("table") != null) {
                    var row = new LinkedHashMap<String, @Nullable Object>();
                    row.put("database", database);
                    row.putAll(each);
                    row.keySet().removeAll(List.of("all_dead", "all_live", "late"));
                    rows.add(row);
                }
            }
        }

        TableReading reading(List<String> unseen) {
            rows.sort(
                    Comparator.<Map<String, @Nullable Object>>comparingDouble(
                                    row -> number(row.get("dead_rows")))
                            .reversed());
            var numbers = new LinkedHashMap<String, Double>();
            if (databases > 0) {
                numbers.put("dead_rows", dead);
                numbers.put("dead_rows_percent", 100 * dead / Math.max(1, dead + live));
                numbers.put("tables_to_vacuum", late);
            }
            @Nullable String note =
                    unseen.isEmpty()
                            ? null
                            : "dead rows are not known of these databases: "
                                    + String.join(
                                            ", ", unseen.subList(0, Math.min(5, unseen.size())))
                                    + (unseen.size() > 5
                                            ? " and " + (unseen.size() - 5) + " more"
                                            : "");
            return new TableReading(
                    numbers, rows.subList(0, Math.min(MOST_TABLES, rows.size())), note);
        }

        private static double number(@Nullable Object value) {
            return value instanceof Number number ? number.doubleValue() : 0;
        }
    }
}
