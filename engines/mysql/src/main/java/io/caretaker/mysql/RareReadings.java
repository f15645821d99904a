package io.caretaker.mysql;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Ticker;
import io.caretaker.core.health.Detail;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is too expensive for every look: files, tables, the certificate. Each has a time limit of
/// its own, its failure costs only itself, and what takes long is asked more rarely still.
final class RareReadings {
    /// What stays of the time for the answer itself.
    static final Duration RESERVE = Duration.ofMillis(500);

    private static final Duration OFTEN = Duration.ofMinutes(5);
    private static final Duration SELDOM = Duration.ofMinutes(15);
    private static final Duration HOURLY = Duration.ofHours(1);
    private static final Duration NEEDS = Duration.ofSeconds(1);

    /// A reading may take this part of the time at most.
    private static final int SHARE = 1000;

    private static final String BINARY_LOGS = "binary logs";
    private static final String SIZES = "sizes";
    private static final String DATABASES = "databases";
    private static final String WITHOUT_KEY = "tables without a primary key";
    private static final String ENGINES = "tables of other engines";
    private static final String INCREMENTS = "auto increments";

    private final Recollection recollection;
    private final Errands errands;
    private final Ticker ticker;

    RareReadings(Recollection recollection, Errands errands, Ticker ticker) {
        this.recollection = recollection;
        this.errands = errands;
        this.ticker = ticker;
    }

    /// What one reading found.
    ///
    /// @param rows of the table behind it
    record Found(Map<String, Double> numbers, List<Map<String, @Nullable Object>> rows) {
        static Found of(Map<String, Double> numbers) {
            return new Found(numbers, List.of());
        }
    }

    void readWhatIsDue(Session session, ServerFacts facts, Deadline deadline) throws SQLException {
        if (facts.on("log_bin")) {
            read(
                    session,
                    new What(BINARY_LOGS, "the size of binary logs", Grant.BINARY_LOGS, OFTEN),
                    deadline,
                    limit -> Found.of(binaryLogs(session, limit)));
        }
        var tables = new Tables(session, facts);
        read(
                session,
                new What(SIZES, "the size of tables", Grant.PROCESS, SELDOM),
                deadline,
                limit -> {
                    Tables.Sizes sizes = tables.sizes(limit);
                    recollection.keep(DATABASES, Map.of(), sizes.databases(), null, Long.MAX_VALUE);
                    return new Found(sizes.numbers(), sizes.largest());
                });
        read(
                session,
                new What(WITHOUT_KEY, "tables without a primary key", Grant.PROCESS, HOURLY),
                deadline,
                tables::withoutPrimaryKey);
        read(
                session,
                new What(INCREMENTS, "how far automatic numbers are", Grant.PROCESS, HOURLY),
                deadline,
                tables::increments);
        read(
                session,
                new What(ENGINES, "tables of other engines than InnoDB", Grant.TABLES, HOURLY),
                deadline,
                tables::ofOtherEngines);
        certificate(session, facts, deadline);
    }

    /// The tables behind the metrics, as they were when they were last looked at.
    List<Detail> details() {
        return List.of(
                Detail.of("databases", "Databases", recollection.rows(DATABASES)),
                Detail.of("largest_tables", "Largest tables", recollection.rows(SIZES)),
                Detail.of(
                        "tables_without_primary_key",
                        "Tables without a primary key",
                        recollection.rows(WITHOUT_KEY)),
                Detail.of(
                        "automatic_numbers",
                        "Automatic numbers that run out",
                        recollection.rows(INCREMENTS)),
                Detail.of(
                        "tables_of_other_engines",
                        "Tables of other engines than InnoDB",
                        recollection.rows(ENGINES)));
    }

    /// @param sees what is not known when it fails
    private record What(String name, String sees, Grant grant, Duration every) {}

    /// A reading within its time.
    private interface Work {
        Found read(Deadline limit) throws SQLException;
    }

    private void read(Session session, What what, Deadline deadline, Work work)
            throws SQLException {
        if (session.broken() || !dueInTime(what.name, deadline)) {
            return;
        }
        long began = ticker.nanos();
        try {
            Found found = work.read(deadline.within(NEEDS));
            recollection.keep(what.name, found.numbers, found.rows, null, next(began, what.every));
        } catch (SQLException e) {
            if (Refusals.connectionLost(e)) {
                throw e;
            }
            String note =
                    Lacks.failed(session.knownFacts(), session.account(), what.sees, what.grant, e);
            recollection.keep(what.name, Map.of(), List.of(), note, next(began, OFTEN));
        }
    }

    private long next(long began, Duration every) {
        long now = ticker.nanos();
        return now + Math.max(every.toNanos(), SHARE * (now - began));
    }

    private boolean dueInTime(String name, Deadline deadline) {
        return recollection.due(name, ticker.nanos())
                && deadline.remaining().compareTo(NEEDS.plus(RESERVE)) > 0;
    }

    private static Map<String, Double> binaryLogs(Session session, Deadline limit)
            throws SQLException {
        List<Map<String, @Nullable String>> logs = session.rows("SHOW BINARY LOGS", limit);
        double bytes =
                logs.stream()
                        .mapToDouble(row -> Numbers.of(row.get("File_size")))
                        .filter(size -> !Double.isNaN(size))
                        .sum();
        return Map.of("binary_log_size_bytes", bytes, "binary_logs", (double) logs.size());
    }

    /// MariaDB tells it only within TLS; MySQL did already.
    private void certificate(Session session, ServerFacts facts, Deadline deadline)
            throws SQLException {
        boolean wanted = facts.version().mariadb() && ServerCertificate.offered(facts);
        if (!wanted || session.broken() || !dueInTime(ServerCertificate.DAYS_LEFT, deadline)) {
            return;
        }
        Optional<Double> days = errands.certificateDaysLeft(session, deadline.within(NEEDS));
        recollection.keep(
                ServerCertificate.DAYS_LEFT,
                days.map(left -> Map.of(ServerCertificate.DAYS_LEFT, left)).orElse(Map.of()),
                List.of(),
                days.isPresent()
                        ? null
                        : "how long the server's certificate is good for is told only to"
                                + " connections with TLS: set tls of this check",
                ticker.nanos() + (days.isPresent() ? HOURLY : OFTEN).toNanos());
    }
}
