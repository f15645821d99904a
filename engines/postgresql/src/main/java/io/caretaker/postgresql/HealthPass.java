package io.caretaker.postgresql;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Metrics;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.health.Detail;
import io.caretaker.core.health.HealthScope;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One look at a server: a short transaction with everything that is cheap, then what is due of
/// what is not, then the tables that a person asked for. Used once, by one thread.
final class HealthPass {
    private static final Duration OFTEN = Duration.ofMinutes(5);
    private static final Duration SELDOM = Duration.ofMinutes(15);
    private static final Duration HOURLY = Duration.ofHours(1);

    private static final Duration LONGEST_PASS = Duration.ofSeconds(5);
    private static final Duration LONGEST_READING = Duration.ofSeconds(1);
    private static final Duration LONGEST_DETAIL = Duration.ofSeconds(2);
    private static final Duration LEAST = Duration.ofMillis(100);

    /// What stays of the time for the answer itself.
    private static final Duration RESERVE = Duration.ofMillis(500);

    private final Recollection recollection;
    private final Errands errands;
    private final HealthScope scope;
    private final Deadline deadline;
    private final List<String> notes = new ArrayList<>();

    HealthPass(Recollection recollection, Errands errands, HealthScope scope, Deadline deadline) {
        this.recollection = recollection;
        this.errands = errands;
        this.scope = scope;
        this.deadline = deadline;
    }

    DatabaseReply.Reached look(Link link) throws SQLException {
        notes.clear();
        learnOfStatements(link);
        if (recollection.before() == null && scope.window().isPositive()) {
            recollection.begin(Sample.of(pass(link)));
            await(scope.window());
        }
        Map<String, Double> numbers = pass(link);
        Sample sample = Sample.of(numbers);
        Metrics metrics = recollection.take(sample);
        readWhatIsDue(link, sample);
        List<Detail> details = scope.details() ? details(link) : List.of();
        notes.addAll(Lacks.of(link.identity(), sample, recollection.statements()));
        notes.addAll(recollection.notes());
        return new DatabaseReply.Reached(
                link.identity().version(),
                link.identity().fingerprint(),
                metrics.and(recollection.kept())
                        .and(recollection.archive(sample))
                        .and(
                                recollection.growth(
                                        sample.at(), recollection.kept("database_size_bytes"))),
                null,
                notes,
                details);
    }

    /// The cheap part: one round trip to begin, whose time is told, and one for all the rest.
    private Map<String, Double> pass(Link link) throws SQLException {
        List<HealthQuery.Part> parts = parts(link);
        double roundTrip = link.begin(limit(LONGEST_PASS));
        Map<String, Double> numbers;
        try {
            numbers = link.finish(parts.stream().map(HealthQuery.Part::sql).toList());
        } catch (SQLException e) {
            if (ServerReplies.connectionLost(e)) {
                throw e;
            }
            link.rollback();
            numbers = oneByOne(link, parts);
        }
        numbers.put("round_trip_ms", roundTrip);
        return numbers;
    }

    private List<HealthQuery.Part> parts(Link link) {
        @Nullable StatementFacts statements = recollection.statements();
        return HealthQuery.parts(
                        link.identity().number(),
                        scope.longQuery(),
                        statements == null ? null : statements.usable())
                .stream()
                .filter(part -> part.vital() || recollection.due(part.name(), System.nanoTime()))
                .toList();
    }

    /// One part has failed: those that work are read, and those that do not are left out for a
    /// while.
    private Map<String, Double> oneByOne(Link link, List<HealthQuery.Part> parts)
            throws SQLException {
        var numbers = new LinkedHashMap<String, Double>();
        for (HealthQuery.Part part : parts) {
            try {
                numbers.putAll(link.numbers(part.sql(), limit(LONGEST_READING)));
                recollection.lift(part.name());
            } catch (SQLException e) {
                if (part.vital() || ServerReplies.connectionLost(e)) {
                    throw e;
                }
                postpone(part.name(), OFTEN, Lacks.failed(link.identity(), part.sees(), e));
            }
        }
        return numbers;
    }

    /// Which database has the statistics of statements changes hardly ever.
    private void learnOfStatements(Link link) throws SQLException {
        String name = "pg_stat_statements";
        if (!dueInTime(name, LONGEST_READING)) {
            return;
        }
        try {
            recollection.learn(StatementFacts.of(link.rows(RareQuery.STATEMENTS, LONGEST_READING)));
            postpone(name, OFTEN, null);
        } catch (SQLException e) {
            failed(link, name, "whether there is pg_stat_statements", e);
        }
    }

    private void readWhatIsDue(Link link, Sample sample) throws SQLException {
        read(link, "sizes", "the size of databases", OFTEN, RareQuery.SIZE);
        read(link, "wal files", "the size of the write-ahead log", OFTEN, RareQuery.WAL_FILES);
        read(link, "settings", "settings that wait for a restart", OFTEN, RareQuery.SETTINGS);
        boolean primary = sample.gauge("in_recovery") == 0;
        if (primary && dueInTime(Errands.TABLES, Errands.TABLES_NEED)) {
            Errands.TableReading tables =
                    errands.tables(link, deadline.within(Errands.TABLES_NEED));
            recollection.keepTables(tables.rows());
            recollection.keep(Errands.TABLES, tables.numbers(), tables.note(), after(SELDOM));
        }
        boolean tls = sample.gauge("tls_enabled") == 1;
        if (tls && dueInTime(ServerCertificate.METRIC, ServerCertificate.NEEDS)) {
            @Nullable Double days =
                    errands.certificateDaysLeft(deadline.within(ServerCertificate.NEEDS));
            recollection.keep(
                    ServerCertificate.METRIC,
                    days == null ? Map.of() : Map.of(ServerCertificate.METRIC, days),
                    days == null ? "the server's certificate could not be looked at" : null,
                    after(days == null ? OFTEN : HOURLY));
        }
    }

    private void read(Link link, String name, String sees, Duration every, String query)
            throws SQLException {
        if (dueInTime(name, LONGEST_READING)) {
            try {
                recollection.keep(name, link.numbers(query, LONGEST_READING), null, after(every));
            } catch (SQLException e) {
                failed(link, name, sees, e);
            }
        }
    }

    private List<Detail> details(Link link) throws SQLException {
        var details = new ArrayList<Detail>();
        @Nullable StatementFacts statements = recollection.statements();
        for (DetailQuery each :
                DetailQuery.all(
                        link.identity().number(),
                        statements == null ? null : statements.usable())) {
            if (deadline.remaining().compareTo(RESERVE) <= 0) {
                notes.add("there was no time left to look at: " + each.title());
                continue;
            }
            try {
                List<Map<String, @Nullable Object>> rows =
                        link.rows(each.sql(), limit(LONGEST_DETAIL));
                details.add(Detail.of(each.name(), each.title(), rows));
            } catch (SQLException e) {
                if (ServerReplies.connectionLost(e)) {
                    throw e;
                }
                notes.add(Lacks.failed(link.identity(), each.title(), e));
            }
        }
        details.add(Detail.of("tables_to_vacuum", "Tables to vacuum", recollection.tables()));
        return details;
    }

    private void failed(Link link, String name, String sees, SQLException failure)
            throws SQLException {
        if (ServerReplies.connectionLost(failure)) {
            throw failure;
        }
        postpone(name, OFTEN, Lacks.failed(link.identity(), sees, failure));
    }

    private void postpone(String name, Duration pause, @Nullable String note) {
        recollection.keep(name, Map.of(), note, after(pause));
    }

    private boolean dueInTime(String name, Duration needs) {
        return recollection.due(name, System.nanoTime())
                && deadline.remaining().compareTo(needs.plus(RESERVE)) > 0;
    }

    private static long after(Duration pause) {
        return System.nanoTime() + pause.toNanos();
    }

    /// A third of what is left, so that a part that hangs leaves time for those that do not.
    private Duration limit(Duration most) {
        Duration third = deadline.remaining().dividedBy(3);
        Duration limit = third.compareTo(most) < 0 ? third : most;
        return limit.compareTo(LEAST) < 0 ? LEAST : limit;
    }

    private void await(Duration window) {
        Duration third = deadline.remaining().dividedBy(3);
        try {
            Thread.sleep(window.compareTo(third) < 0 ? window : third);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
