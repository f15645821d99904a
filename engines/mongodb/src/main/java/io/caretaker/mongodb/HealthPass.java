package io.caretaker.mongodb;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Metrics;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.health.Detail;
import io.caretaker.core.health.HealthScope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/// One look at a server: a few cheap commands, then what is due of what is not, then the tables
/// that a person asked for. Used once, by one thread.
///
/// A server that cannot tell something just then is told of without it; only one that cannot be
/// asked at all is not reached.
final class HealthPass {
    private static final Duration OFTEN = Duration.ofMinutes(5);
    private static final Duration LONGEST_STATUS = Duration.ofSeconds(5);
    private static final Duration LONGEST_READING = Duration.ofSeconds(1);
    private static final String STATUS = "status";
    private static final String OPERATIONS = "operations";
    private static final String SET = "set";

    private final Recollection recollection;
    private final DatabaseTarget target;
    private final HealthScope scope;
    private final Deadline deadline;
    private final List<Lack> lacks = new ArrayList<>();
    private final Metrics.Builder round = Metrics.builder();
    private @Nullable Operations operations;
    private @Nullable ReplicaSet set;

    HealthPass(
            Recollection recollection,
            DatabaseTarget target,
            HealthScope scope,
            Deadline deadline) {
        this.recollection = recollection;
        this.target = target;
        this.scope = scope;
        this.deadline = deadline;
    }

    DatabaseReply.Reached look(Link link) {
        var questions = new Questions(link.client(), deadline);
        long begin = System.nanoTime();
        Document hello = link.hello();
        round.put("round_trip_ms", (System.nanoTime() - begin) / 1e6);
        Member member = Member.of(hello);
        boolean router = "isdbgrid".equals(hello.get("msg"));
        link.learnIdentity(member);
        beginToWatch(questions, member, router);
        @Nullable Document status = status(questions, member, router);
        Metrics metrics = metrics(link, questions, member, router, status);
        List<Detail> details = scope.details() ? details(questions, router) : List.of();
        return new DatabaseReply.Reached(
                link.version(),
                link.fingerprint(),
                metrics,
                notice(member, status),
                notes(),
                details);
    }

    /// For rates in the very first look, where they are wanted.
    private void beginToWatch(Questions questions, Member member, boolean router) {
        if (recollection.before() != null || !scope.window().isPositive()) {
            return;
        }
        @Nullable Document first = status(questions, member, router);
        if (first != null) {
            recollection.begin(StatusSample.of(first));
            await(scope.window());
        }
        lacks.clear();
    }

    private Metrics metrics(
            Link link,
            Questions questions,
            Member member,
            boolean router,
            @Nullable Document status) {
        Metrics metrics = round.build().and(member.metrics());
        double at = Double.NaN;
        if (status != null) {
            StatusSample sample = StatusSample.of(status);
            at = sample.at();
            metrics = metrics.and(recollection.take(sample, wallClock()));
        }
        var rare = new RareReadings(questions, recollection);
        metrics =
                metrics.and(operations(questions, member, router))
                        .and(set(questions, rare, member, at));
        rare.read(new RareReadings.About(router, member.role(), link.version(), at));
        ServerCertificate.look(metrics, target, recollection, deadline);
        metrics = metrics.and(recollection.kept()).and(recollection.growth());
        return status == null
                ? metrics
                : metrics.and(recollection.oplogWindow(status)).and(openDoor(link, metrics));
    }

    /// Null when the account may not, or the server cannot just then.
    private @Nullable Document status(Questions questions, Member member, boolean router) {
        boolean hasOplog =
                !router
                        && (member.role() == Member.Role.PRIMARY
                                || member.role() == Member.Role.SECONDARY);
        boolean oplog = hasOplog && recollection.due("oplog", System.nanoTime());
        Questions.Answer answer =
                questions.ask("admin", HealthCommands.status(oplog), LONGEST_STATUS);
        if (oplog && other(answer)) {
            // A member whose oplog is empty: all else is there.
            recollection.keep("oplog", Map.of(), List.of(), null, after(OFTEN));
            answer = questions.ask("admin", HealthCommands.status(false), LONGEST_STATUS);
        }
        return use(STATUS, "the server's status", answer);
    }

    private static boolean other(Questions.Answer answer) {
        return answer instanceof Questions.Refused(Lack.Reason reason, int _)
                && reason == Lack.Reason.OTHER;
    }

    /// An arbiter has no clients, and answers no aggregation.
    private Metrics operations(Questions questions, Member member, boolean router) {
        if (member.role() == Member.Role.ARBITER
                || !recollection.due(OPERATIONS, System.nanoTime())) {
            return Metrics.NONE;
        }
        @Nullable Document reply =
                use(
                        OPERATIONS,
                        "what other clients do",
                        questions.aggregate(
                                "admin", 1, Operations.stages(router), LONGEST_READING));
        if (reply == null) {
            return Metrics.NONE;
        }
        operations = Operations.of(Questions.rows(reply));
        return operations.metrics(scope.longQuery());
    }

    private Metrics set(Questions questions, RareReadings rare, Member member, double at) {
        if (member.role() == Member.Role.ALONE || !recollection.due(SET, System.nanoTime())) {
            return Metrics.NONE;
        }
        rare.readConfiguration();
        @Nullable Document reply =
                use(
                        SET,
                        "the replica set",
                        questions.ask("admin", HealthCommands.SET_STATUS, LONGEST_READING));
        if (reply == null) {
            return Metrics.NONE;
        }
        set = ReplicaSet.of(reply, recollection.configuration());
        return set.metrics().and(recollection.elections(at, set.term()));
    }

    /// What the account may not see is asked for again only after a while.
    private @Nullable Document use(String name, String sees, Questions.Answer answer) {
        if (answer instanceof Questions.Refused(Lack.Reason reason, int code)) {
            var lack = new Lack(sees, reason, code);
            if (lack.passing() || name.equals(STATUS)) {
                lacks.add(lack);
            } else {
                recollection.lack(name, lack, after(OFTEN));
            }
        } else {
            recollection.keep(name, Map.of(), List.of(), null, System.nanoTime());
        }
        return answer.reply();
    }

    /// Who gets the status without a log-in gets everything.
    private static Metrics openDoor(Link link, Metrics metrics) {
        Metrics.Builder more = Metrics.builder();
        if (link.anonymous()) {
            more.put("access_control_enabled", 0);
        }
        if (metrics.get("certificate_days_left") != null && metrics.get("tls_enabled") == null) {
            more.put("tls_enabled", 1);
        }
        return more.build();
    }

    private List<Detail> details(Questions questions, boolean router) {
        var details = new ArrayList<Detail>();
        if (set != null) {
            details.add(Detail.of("members", "Members of the replica set", set.rows()));
        }
        var asked = new Details(questions, lacks);
        if (operations != null) {
            details.add(Detail.of("longest_running", "Longest running", operations.rows()));
            details.addAll(asked.connections(router));
        }
        details.add(kept("databases", "Databases", StorageReadings.SIZES));
        details.add(
                kept("largest_collections", "Largest collections", StorageReadings.COLLECTIONS));
        details.add(
                kept(
                        "unused_indexes",
                        "Indexes unused for a week on this server",
                        StorageReadings.UNUSED_INDEXES));
        if (!router) {
            details.add(asked.slowOperations(recollection.rows(StorageReadings.SIZES)));
        } else {
            details.add(kept("shards", "Shards", RareReadings.SHARDS));
        }
        details.add(
                kept("startup_warnings", "Warnings of the start", RareReadings.STARTUP_WARNINGS));
        return details;
    }

    private Detail kept(String name, String title, String reading) {
        return Detail.of(name, title, recollection.rows(reading));
    }

    private @Nullable String notice(Member member, @Nullable Document status) {
        @Nullable String ofSet = set == null ? member.notice() : set.notice();
        if (ofSet != null) {
            return ofSet;
        }
        return status == null
                ? "the server's status could not be read; see the notes for why"
                : null;
    }

    private List<String> notes() {
        return Stream.of(
                        Lack.notes(
                                Stream.concat(lacks.stream(), recollection.lacks().stream())
                                        .toList(),
                                target),
                        recollection.notes())
                .flatMap(List::stream)
                .distinct()
                .toList();
    }

    private static double wallClock() {
        return Instant.now().toEpochMilli() / 1000.0;
    }

    private static long after(Duration pause) {
        return System.nanoTime() + pause.toNanos();
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
