package io.caretaker.mysql;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Metrics;
import io.caretaker.core.check.Ticker;
import io.caretaker.core.health.Detail;
import io.caretaker.core.health.HealthScope;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One look at a server: what is cheap, then what is due of what is not, then the tables that a
/// person asked for. Only the status is vital: what fails besides it is left out, told, and asked
/// again later. Used once, by one thread.
final class HealthPass {
    private static final Duration OFTEN = Duration.ofMinutes(5);
    private static final Duration LONGEST_READING = Duration.ofSeconds(2);
    private static final Duration LEAST = Duration.ofMillis(100);

    private final Recollection recollection;
    private final RareReadings rare;
    private final HealthScope scope;
    private final Deadline deadline;
    private final Ticker ticker;
    private final List<@Nullable String> notices = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private Metrics metrics = Metrics.NONE;
    private List<Map<String, @Nullable Object>> sources = List.of();

    HealthPass(
            Recollection recollection,
            RareReadings rare,
            HealthScope scope,
            Deadline deadline,
            Ticker ticker) {
        this.recollection = recollection;
        this.rare = rare;
        this.scope = scope;
        this.deadline = deadline;
        this.ticker = ticker;
    }

    Reading look(Session session) throws SQLException {
        ServerFacts facts = session.facts();
        if (!recollection.begun() && scope.window().isPositive()) {
            pass(session, facts);
            await(scope.window());
        }
        notices.clear();
        metrics = Metrics.NONE;
        pass(session, facts);
        // First what a person asked for: the dictionary may make the rest wait for a table's lock.
        List<Detail> details = scope.details() ? details(session, facts) : new ArrayList<>();
        rare.readWhatIsDue(session, facts, deadline);
        if (scope.details()) {
            details.addAll(rare.details());
        }
        Metrics kept = recollection.kept();
        metrics =
                metrics.and(kept)
                        .and(recollection.growth(kept.get("database_size_bytes"), ticker.nanos()));
        notes.addAll(Lacks.of(facts));
        notes.addAll(recollection.notes());
        @Nullable String notice =
                notices.stream().filter(Objects::nonNull).findFirst().orElse(null);
        return new Reading(facts, metrics, notice, Lacks.together(notes), details);
    }

    /// Everything that is read in every look.
    private void pass(Session session, ServerFacts facts) throws SQLException {
        add(Metrics.builder().put("round_trip_ms", session.roundTripMillis(limit())).build());
        Map<String, String> status = session.pairs(StatusMetrics.query(), limit());
        recollection.leaveOut(session, session.pairs(OwnTables.QUERY, limit()), status);
        Recollection.Status taken = recollection.take(status, facts, ticker.nanos());
        add(taken.metrics());
        add(ServerCertificate.metrics(status, facts));
        notices.add(taken.notice());
        numbers(session, facts);
        replication(session, facts, status);
        group(session, facts);
    }

    private void numbers(Session session, ServerFacts facts) throws SQLException {
        var numbers = new LinkedHashMap<String, Double>();
        for (HealthQuery.Part part : HealthQuery.parts(facts, scope.longQuery())) {
            attempt(
                    session,
                    part.name(),
                    part.sees(),
                    part.grant(),
                    () -> numbers.putAll(session.numbers(part.sql(), limit())));
        }
        add(recollection.take(numbers, ticker.nanos()));
    }

    private void replication(Session session, ServerFacts facts, Map<String, String> status)
            throws SQLException {
        attempt(
                session,
                "replication",
                "replication",
                Grant.REPLICA,
                () -> {
                    List<Channel> channels =
                            Replication.channels(
                                    session.rows(Replication.query(facts.version()), limit()));
                    boolean ask = !channels.isEmpty() && !facts.version().mariadb();
                    Map<String, Heartbeats.Life> lives = ask ? lives(session, facts) : Map.of();
                    Replication replication =
                            recollection.replication(channels, lives, ticker.nanos());
                    add(replication.metrics());
                    role(facts, status, !channels.isEmpty());
                    notices.add(replication.notice());
                    sources = replication.rows();
                });
        if (metrics.get("in_recovery") == null) {
            role(facts, status, true);
        }
    }

    /// What matters otherwise on a server that follows another.
    private void role(ServerFacts facts, Map<String, String> status, boolean replica) {
        add(Settings.metrics(facts, replica));
        add(recollection.semiSync(status, facts, replica));
    }

    private Map<String, Heartbeats.Life> lives(Session session, ServerFacts facts)
            throws SQLException {
        var lives = new LinkedHashMap<String, Heartbeats.Life>();
        if (facts.on("performance_schema")) {
            attempt(
                    session,
                    "heartbeats",
                    "whether the sources of a replica are alive",
                    Grant.PERFORMANCE_SCHEMA,
                    () -> {
                        for (Map<String, @Nullable String> row :
                                session.rows(Heartbeats.query(facts.version()), limit())) {
                            String name = Objects.requireNonNullElse(row.get("name"), "");
                            lives.put(name, Heartbeats.Life.of(row));
                        }
                    });
        }
        return lives;
    }

    private void group(Session session, ServerFacts facts) throws SQLException {
        if (facts.setting("group_replication_group_name").isEmpty()) {
            return;
        }
        attempt(
                session,
                "group replication",
                "the replication group",
                Grant.PERFORMANCE_SCHEMA,
                () -> {
                    GroupReplication group =
                            GroupReplication.of(
                                    facts.fingerprint(),
                                    session.rows(GroupReplication.MEMBERS, limit()),
                                    session.rows(GroupReplication.STATISTICS, limit()));
                    add(group.metrics());
                    notices.add(group.notice());
                });
    }

    private List<Detail> details(Session session, ServerFacts facts) throws SQLException {
        var details = new ArrayList<Detail>();
        for (DetailQuery each : DetailQuery.all(facts)) {
            if (session.broken() || deadline.remaining().compareTo(RareReadings.RESERVE) <= 0) {
                notes.add("there was no time left to look at: " + each.title());
                continue;
            }
            try {
                details.add(
                        Detail.of(each.name(), each.title(), session.table(each.sql(), limit())));
            } catch (SQLException e) {
                String note = Lacks.failed(facts, session.account(), each.title(), each.grant(), e);
                notes.add(note);
            }
        }
        details.add(Detail.of("replication_sources", "Sources", sources));
        return details;
    }

    /// A part of the look. One that has failed is left out for a while; a connection that broke
    /// over it ends the look, which tells what it has.
    private void attempt(Session session, String name, String sees, Grant grant, Work work)
            throws SQLException {
        if (session.broken() || !recollection.due(name, ticker.nanos())) {
            return;
        }
        try {
            work.run();
            recollection.lift(name);
        } catch (SQLException e) {
            if (Refusals.connectionLost(e)) {
                throw e;
            }
            String note = Lacks.failed(session.knownFacts(), session.account(), sees, grant, e);
            recollection.keep(name, Map.of(), List.of(), note, ticker.nanos() + OFTEN.toNanos());
        }
    }

    private void add(Metrics more) {
        metrics = metrics.and(more);
    }

    /// A third of what is left, so that a part that hangs leaves time for those that do not.
    private Deadline limit() {
        Duration third = deadline.remaining().dividedBy(3);
        Duration limit = third.compareTo(LONGEST_READING) < 0 ? third : LONGEST_READING;
        return deadline.within(limit.compareTo(LEAST) < 0 ? LEAST : limit);
    }

    private void await(Duration window) {
        Duration third = deadline.remaining().dividedBy(3);
        try {
            Thread.sleep(window.compareTo(third) < 0 ? window : third);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// A part of a look.
    private interface Work {
        void run() throws SQLException;
    }
}
