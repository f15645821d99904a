package io.caretaker.mongodb;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/// Reads what is too expensive for every pass, or hardly ever changes, and has it remembered. What
/// fails costs only itself. Used by one pass.
final class RareReadings {
    static final String OPLOG_SIZE = "oplog size";
    static final String SIZES = "sizes";
    static final String COLLECTIONS = "collections";
    static final String UNUSED_INDEXES = "unused indexes";
    static final String STARTUP_WARNINGS = "startup warnings";
    static final String SHARDS = "shards";

    private static final Duration OFTEN = Duration.ofMinutes(5);
    private static final Duration SELDOM = Duration.ofMinutes(15);
    private static final Duration HOURLY = Duration.ofHours(1);

    private static final Duration LONGEST_READING = Duration.ofSeconds(1);
    private static final Duration ALL_SIZES = Duration.ofSeconds(2);
    private static final Duration ALL_COLLECTIONS = Duration.ofSeconds(2);
    private static final int MOST_DATABASES = 100;
    private static final int MOST_COLLECTIONS = 200;

    /// What stays of the time for the answer itself.
    private static final Duration RESERVE = Duration.ofMillis(500);

    private final Questions questions;
    private final Recollection recollection;

    RareReadings(Questions questions, Recollection recollection) {
        this.questions = questions;
        this.recollection = recollection;
    }

    /// @param role what the member is, [Member.Role#ALONE] for a router too
    /// @param at seconds since the server's start; not a number where it is not known
    record About(boolean router, Member.Role role, String version, double at) {
        boolean hasData() {
            return !router
                    && (role == Member.Role.ALONE
                            || role == Member.Role.PRIMARY
                            || role == Member.Role.SECONDARY);
        }
    }

    void read(About about) {
        if (about.role() != Member.Role.ALONE) {
            once(
                    "configuration",
                    "the set's configuration (which members are delayed or hidden)",
                    HealthCommands.SET_CONFIGURATION,
                    OFTEN,
                    this::learnConfiguration);
        }
        once(
                "options",
                "the server's options",
                HealthCommands.OPTIONS,
                HOURLY,
                reply -> {
                    ServerOptions options = ServerOptions.of(reply, about.router());
                    recollection.learn(options);
                    keep("options", options.numbers(), List.of(), HOURLY);
                });
        once(
                STARTUP_WARNINGS,
                "the warnings of its start",
                HealthCommands.STARTUP_WARNINGS,
                HOURLY,
                reply -> {
                    List<Map<String, @Nullable Object>> rows = StartupWarnings.of(reply);
                    keep(
                            STARTUP_WARNINGS,
                            Map.of("startup_warnings", (double) rows.size()),
                            rows,
                            HOURLY);
                });
        if (about.router()) {
            readRouter();
        }
        if (about.hasData()) {
            readData(about);
        }
        if (about.router() || about.hasData()) {
            readSizes(about);
            readCollections();
        }
    }

    private void readData(About about) {
        once(
                "feature version",
                "the feature compatibility version",
                HealthCommands.FEATURE_VERSION,
                HOURLY,
                reply -> keepFeatureVersion(reply, about.version()));
        if (about.role() != Member.Role.ALONE && due(OPLOG_SIZE, LONGEST_READING)) {
            settle(
                    OPLOG_SIZE,
                    "the size of the oplog",
                    SELDOM,
                    questions.aggregate(
                            "local", "oplog.rs", HealthCommands.COLLECTION_SIZE, LONGEST_READING),
                    reply -> keepOplogSize(Questions.rows(reply)));
        }
    }

    private void readRouter() {
        once(
                SHARDS,
                "the shards",
                HealthCommands.SHARDS,
                OFTEN,
                reply -> {
                    List<Document> shards = documents(reply.get("shards"));
                    keep(
                            SHARDS,
                            Map.of(
                                    "shards",
                                    (double) shards.size(),
                                    "draining_shards",
                                    (double)
                                            shards.stream().filter(RareReadings::draining).count()),
                            shards.stream().map(RareReadings::shard).toList(),
                            OFTEN);
                });
        once(
                "balancer",
                "the balancer",
                HealthCommands.BALANCER,
                OFTEN,
                reply -> {
                    if (reply.get("mode") instanceof String mode) {
                        double on = mode.equals("off") ? 0 : 1;
                        keep("balancer", Map.of("balancer_enabled", on), List.of(), OFTEN);
                    }
                });
    }

    private void learnConfiguration(Document reply) {
        if (reply.get("config") instanceof Document configuration) {
            recollection.learn(configuration);
        }
        keep("configuration", Map.of(), List.of(), OFTEN);
    }

    private void keepFeatureVersion(Document reply, String version) {
        Object told =
                reply.get("featureCompatibilityVersion") instanceof Document inner
                        ? inner.get("version")
                        : null;
        if (!(told instanceof String feature)) {
            return;
        }
        boolean behind = !version.startsWith(feature + ".");
        @Nullable String note =
                behind
                        ? "featureCompatibilityVersion is "
                                + feature
                                + " on a server "
                                + version
                                + ": once the upgrade is settled, db.adminCommand"
                                + "({setFeatureCompatibilityVersion: ...})"
                        : null;
        recollection.keep(
                "feature version",
                Map.of("feature_version_behind", behind ? 1.0 : 0.0),
                List.of(),
                note,
                after(HOURLY));
    }

    private void keepOplogSize(List<Document> rows) {
        var numbers = new HashMap<String, Double>();
        for (Document row : rows) {
            put(numbers, "used", Numbers.at(row, "storageStats", "size"));
            put(numbers, "most", Numbers.at(row, "storageStats", "maxSize"));
        }
        recollection.oplog(numbers.get("used"), numbers.get("most"));
        keep(OPLOG_SIZE, Map.of(), List.of(), SELDOM);
    }

    private static void put(Map<String, Double> numbers, String name, @Nullable Double value) {
        if (value != null) {
            numbers.put(name, value);
        }
    }

    private void readSizes(About about) {
        if (!due(SIZES, ALL_SIZES)) {
            return;
        }
        String sees = "the size of databases";
        Questions.Answer names = questions.ask("admin", HealthCommands.DATABASES, LONGEST_READING);
        if (names.reply() == null) {
            settle(SIZES, sees, SELDOM, names, _ -> {});
            return;
        }
        var sizes = new Sizes();
        for (String name : names(names.reply())) {
            Questions.Answer answer =
                    questions.ask(name, HealthCommands.DATABASE_SIZE, LONGEST_READING);
            if (answer instanceof Questions.Refused) {
                settle(SIZES, sees, SELDOM, answer, _ -> {});
                return;
            }
            if (answer.reply() != null) {
                sizes.add(name, answer.reply());
            }
        }
        Map<String, Double> numbers = sizes.numbers();
        @Nullable Double bytes = numbers.get("database_size_bytes");
        if (bytes != null && !Double.isNaN(about.at())) {
            recollection.grow(about.at(), bytes);
        }
        keep(SIZES, numbers, sizes.rows(), SELDOM);
    }

    /// The collections of the largest databases first, as far as there is time.
    private void readCollections() {
        if (!due(COLLECTIONS, ALL_COLLECTIONS)) {
            return;
        }
        var facts = new CollectionFacts();
        long end = after(ALL_COLLECTIONS);
        int left = MOST_COLLECTIONS;
        boolean all = true;
        for (Map<String, @Nullable Object> row : recollection.rows(SIZES)) {
            String database = String.valueOf(row.get("database"));
            if (database.equals("local") || database.equals("config")) {
                continue;
            }
            for (String collection : collections(database)) {
                boolean time = left > 0 && System.nanoTime() - end < 0;
                all &= time;
                if (time && !look(database, collection, facts)) {
                    return;
                }
                left--;
            }
        }
        recollection.keep(
                COLLECTIONS,
                facts.numbers(),
                facts.largest(),
                all ? null : "there were too many collections to look at each",
                after(HOURLY));
        recollection.keep(UNUSED_INDEXES, Map.of(), facts.unused(), null, after(HOURLY));
    }

    /// False when there is no use in going on.
    private boolean look(String database, String collection, CollectionFacts facts) {
        Questions.Answer size =
                questions.aggregate(
                        database, collection, HealthCommands.COLLECTION_SIZE, LONGEST_READING);
        if (size instanceof Questions.Refused) {
            settle(COLLECTIONS, "collections and their indexes", HOURLY, size, _ -> {});
            return false;
        }
        String namespace = database + "." + collection;
        Optional.ofNullable(size.reply())
                .map(Questions::rows)
                .ifPresent(shards -> facts.size(namespace, shards));
        Questions.Answer uses =
                questions.aggregate(
                        database, collection, HealthCommands.INDEX_USE, LONGEST_READING);
        Optional.ofNullable(uses.reply())
                .map(Questions::rows)
                .ifPresent(rows -> facts.indexes(namespace, rows, Instant.now()));
        return true;
    }

    private List<String> collections(String database) {
        @Nullable Document reply =
                questions.ask(database, HealthCommands.COLLECTIONS, LONGEST_READING).reply();
        return reply == null
                ? List.of()
                : Questions.rows(reply).stream()
                        .map(each -> String.valueOf(each.get("name")))
                        .filter(name -> !name.startsWith("system."))
                        .toList();
    }

    private static List<String> names(Document reply) {
        return documents(reply.get("databases")).stream()
                .map(each -> String.valueOf(each.get("name")))
                .limit(MOST_DATABASES)
                .toList();
    }

    private static boolean draining(Document shard) {
        return Boolean.TRUE.equals(shard.get("draining"));
    }

    private static Map<String, @Nullable Object> shard(Document shard) {
        var row = new LinkedHashMap<String, @Nullable Object>();
        row.put("shard", String.valueOf(shard.get("_id")));
        row.put("draining", draining(shard));
        row.put("hosts", String.valueOf(shard.get("host")));
        return row;
    }

    private static List<Document> documents(@Nullable Object list) {
        var documents = new ArrayList<Document>();
        if (list instanceof List<?> all) {
            all.stream()
                    .filter(Document.class::isInstance)
                    .forEach(each -> documents.add((Document) each));
        }
        return documents;
    }

    /// Asks `admin` when it is time to, and has what comes of it remembered.
    private void once(
            String name, String sees, Document command, Duration every, Consumer<Document> use) {
        if (due(name, LONGEST_READING)) {
            settle(name, sees, every, questions.ask("admin", command, LONGEST_READING), use);
        }
    }

    private void settle(
            String name,
            String sees,
            Duration every,
            Questions.Answer answer,
            Consumer<Document> use) {
        switch (answer) {
            case Questions.Given(Document reply) -> use.accept(reply);
            case Questions.Absent() -> keep(name, Map.of(), List.of(), every);
            case Questions.Refused(Lack.Reason reason, int _) ->
                    recollection.lack(
                            name,
                            new Lack(sees, reason),
                            after(reason == Lack.Reason.ROLE_CHANGED ? Duration.ZERO : OFTEN));
        }
    }

    private void keep(
            String name,
            Map<String, Double> numbers,
            List<Map<String, @Nullable Object>> rows,
            Duration every) {
        recollection.keep(name, numbers, rows, null, after(every));
    }

    private boolean due(String name, Duration needs) {
        return recollection.due(name, System.nanoTime())
                && questions.left().compareTo(needs.plus(RESERVE)) > 0;
    }

    private static long after(Duration pause) {
        return System.nanoTime() + pause.toNanos();
    }
}
