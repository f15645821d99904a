package io.caretaker.mongodb;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/// Reads how large databases and collections are, and which indexes nobody uses. Used by one pass.
final class StorageReadings {
    static final String SIZES = "sizes";
    static final String COLLECTIONS = "collections";
    static final String UNUSED_INDEXES = "unused indexes";

    private static final Duration ALL_SIZES = Duration.ofSeconds(2);
    private static final Duration ALL_COLLECTIONS = Duration.ofSeconds(2);
    private static final int UNAUTHORIZED = 13;
    private static final int OUT_OF_TIME = 50;
    private static final int MOST_DATABASES = 100;
    private static final int MOST_COLLECTIONS = 200;

    private final RareQuestions rare;

    StorageReadings(RareQuestions rare) {
        this.rare = rare;
    }

    void read(double at) {
        readSizes(at);
        readCollections();
    }

    private void readSizes(double at) {
        if (!rare.due(SIZES, ALL_SIZES)) {
            return;
        }
        String sees = "the size of databases";
        Questions.Answer names =
                rare.questions().ask("admin", HealthCommands.DATABASES, RareQuestions.LONGEST);
        if (names.reply() == null) {
            settle(sees, names);
            return;
        }
        List<String> databases = names(names.reply());
        if (databases.isEmpty()) {
            // Whoever may not list all of them is told of those with rights of his own: none.
            settle(sees, new Questions.Refused(Lack.Reason.DENIED, UNAUTHORIZED));
            return;
        }
        var sizes = new Sizes();
        long end = System.nanoTime() + ALL_SIZES.toNanos();
        for (String name : databases) {
            if (System.nanoTime() - end > 0) {
                settle(sees, new Questions.Refused(Lack.Reason.TOO_SLOW, OUT_OF_TIME));
                return;
            }
            Questions.Answer answer =
                    rare.questions().ask(name, HealthCommands.DATABASE_SIZE, RareQuestions.LONGEST);
            if (answer instanceof Questions.Refused) {
                settle(sees, answer);
                return;
            }
            if (answer.reply() != null) {
                sizes.add(name, answer.reply());
            }
        }
        Map<String, Double> numbers = sizes.numbers();
        @Nullable Double bytes = numbers.get("database_size_bytes");
        if (bytes != null && !Double.isNaN(at)) {
            rare.recollection().grow(at, bytes);
        }
        rare.keep(SIZES, numbers, sizes.rows(), RareQuestions.SELDOM);
    }

    private void settle(String sees, Questions.Answer answer) {
        rare.settle(SIZES, sees, RareQuestions.SELDOM, answer, _ -> {});
    }

    /// The collections of the largest databases first, as far as there is time.
    private void readCollections() {
        if (!rare.due(COLLECTIONS, ALL_COLLECTIONS)) {
            return;
        }
        var facts = new CollectionFacts();
        long end = System.nanoTime() + ALL_COLLECTIONS.toNanos();
        int left = MOST_COLLECTIONS;
        boolean all = true;
        for (Map<String, @Nullable Object> row : rare.recollection().rows(SIZES)) {
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
        rare.keep(
                COLLECTIONS,
                facts.numbers(),
                facts.largest(),
                all ? null : "there were too many collections to look at each",
                RareQuestions.HOURLY);
        rare.keep(UNUSED_INDEXES, Map.of(), facts.unused(), null, RareQuestions.HOURLY);
    }

    /// False when there is no use in going on.
    private boolean look(String database, String collection, CollectionFacts facts) {
        Questions.Answer size =
                rare.questions()
                        .aggregate(
                                database,
                                collection,
                                HealthCommands.COLLECTION_SIZE,
                                RareQuestions.LONGEST);
        if (size instanceof Questions.Refused) {
            rare.settle(
                    COLLECTIONS,
                    "collections and their indexes",
                    RareQuestions.HOURLY,
                    size,
                    _ -> {});
            return false;
        }
        String namespace = database + "." + collection;
        Optional.ofNullable(size.reply())
                .map(Questions::rows)
                .ifPresent(shards -> facts.size(namespace, shards));
        Questions.Answer uses =
                rare.questions()
                        .aggregate(
                                database,
                                collection,
                                HealthCommands.INDEX_USE,
                                RareQuestions.LONGEST);
        Optional.ofNullable(uses.reply())
                .map(Questions::rows)
                .ifPresent(rows -> facts.indexes(namespace, rows, Instant.now()));
        return true;
    }

    private List<String> collections(String database) {
        @Nullable Document reply =
                rare.questions()
                        .ask(database, HealthCommands.COLLECTIONS, RareQuestions.LONGEST)
                        .reply();
        return reply == null
                ? List.of()
                : Questions.rows(reply).stream()
                        .map(each -> String.valueOf(each.get("name")))
                        .filter(name -> !name.startsWith("system."))
                        .toList();
    }

    private static List<String> names(Document reply) {
        return RareQuestions.documents(reply.get("databases")).stream()
                .map(each -> String.valueOf(each.get("name")))
                .limit(MOST_DATABASES)
                .toList();
    }
}
