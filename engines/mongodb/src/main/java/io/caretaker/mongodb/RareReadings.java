package io.caretaker.mongodb;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/// Reads what is too expensive for every pass, or hardly ever changes. Used by one pass.
final class RareReadings {
    static final String OPLOG_SIZE = "oplog size";
    static final String STARTUP_WARNINGS = "startup warnings";
    static final String SHARDS = "shards";

    private final RareQuestions rare;
    private final StorageReadings storage;

    RareReadings(Questions questions, Recollection recollection) {
        this.rare = new RareQuestions(questions, recollection);
        this.storage = new StorageReadings(rare);
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

    /// Of a replica set, without which nobody knows who is behind on purpose.
    void readConfiguration() {
        rare.once(
                "configuration",
                "the set's configuration (which members are delayed or hidden)",
                HealthCommands.SET_CONFIGURATION,
                RareQuestions.OFTEN,
                this::learnConfiguration);
    }

    void read(About about) {
        rare.once(
                "options",
                "the server's options",
                HealthCommands.OPTIONS,
                RareQuestions.HOURLY,
                reply -> {
                    ServerOptions options = ServerOptions.of(reply, about.router());
                    rare.recollection().learn(options);
                    rare.keep("options", options.numbers(), List.of(), RareQuestions.HOURLY);
                });
        rare.once(
                STARTUP_WARNINGS,
                "the warnings of its start",
                HealthCommands.STARTUP_WARNINGS,
                RareQuestions.HOURLY,
                reply -> {
                    List<Map<String, @Nullable Object>> rows = StartupWarnings.of(reply);
                    rare.keep(
                            STARTUP_WARNINGS,
                            Map.of("startup_warnings", (double) rows.size()),
                            rows,
                            RareQuestions.HOURLY);
                });
        if (about.router()) {
            readRouter();
        }
        if (about.hasData()) {
            readData(about);
        }
        if (about.router() || about.hasData()) {
            storage.read(about.at());
        }
    }

    private void readData(About about) {
        rare.once(
                "feature version",
                "the feature compatibility version",
                HealthCommands.FEATURE_VERSION,
                RareQuestions.HOURLY,
                reply -> keepFeatureVersion(reply, about.version()));
        if (about.role() != Member.Role.ALONE && rare.due(OPLOG_SIZE, RareQuestions.LONGEST)) {
            rare.settle(
                    OPLOG_SIZE,
                    "the size of the oplog",
                    RareQuestions.SELDOM,
                    rare.questions()
                            .aggregate(
                                    "local",
                                    "oplog.rs",
                                    HealthCommands.COLLECTION_SIZE,
                                    RareQuestions.LONGEST),
                    reply -> keepOplogSize(Questions.rows(reply)));
        }
    }

    private void readRouter() {
        rare.once(
                SHARDS,
                "the shards",
                HealthCommands.SHARDS,
                RareQuestions.OFTEN,
                reply -> {
                    List<Document> shards = RareQuestions.documents(reply.get("shards"));
                    rare.keep(
                            SHARDS,
                            Map.of(
                                    "shards",
                                    (double) shards.size(),
                                    "draining_shards",
                                    (double)
                                            shards.stream().filter(RareReadings::draining).count()),
                            shards.stream().map(RareReadings::shard).toList(),
                            RareQuestions.OFTEN);
                });
        rare.once(
                "balancer",
                "the balancer",
                HealthCommands.BALANCER,
                RareQuestions.OFTEN,
                reply -> {
                    if (reply.get("mode") instanceof String mode) {
                        double on = mode.equals("off") ? 0 : 1;
                        rare.keep(
                                "balancer",
                                Map.of("balancer_enabled", on),
                                List.of(),
                                RareQuestions.OFTEN);
                    }
                });
    }

    private void learnConfiguration(Document reply) {
        if (reply.get("config") instanceof Document configuration) {
            rare.recollection().learn(configuration);
        }
        rare.keep("configuration", Map.of(), List.of(), RareQuestions.OFTEN);
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
        rare.keep(
                "feature version",
                Map.of("feature_version_behind", behind ? 1.0 : 0.0),
                List.of(),
                note,
                RareQuestions.HOURLY);
    }

    private void keepOplogSize(List<Document> rows) {
        var numbers = new HashMap<String, Double>();
        for (Document row : rows) {
            put(numbers, "used", Numbers.at(row, "storageStats", "size"));
            put(numbers, "most", Numbers.at(row, "storageStats", "maxSize"));
        }
        rare.recollection().oplog(numbers.get("used"), numbers.get("most"));
        rare.keep(OPLOG_SIZE, Map.of(), List.of(), RareQuestions.SELDOM);
    }

    private static void put(Map<String, Double> numbers, String name, @Nullable Double value) {
        if (value != null) {
            numbers.put(name, value);
        }
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
}
