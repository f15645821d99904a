package io.caretaker.mongostore;

import static com.mongodb.client.model.Indexes.ascending;
import static com.mongodb.client.model.Indexes.compoundIndex;
import static com.mongodb.client.model.Indexes.descending;

import com.mongodb.MongoCommandException;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.bson.conversions.Bson;

/// The indexes of all collections, and the number of this layout in the database.
final class Layout {
    static final int VERSION = 2;

    private static final String LAYOUT = "layout";
    private static final String NUMBER = "version";

    private final Link link;
    private final Set<String> refused = new LinkedHashSet<>();

    Layout(Link link) {
        this.link = link;
    }

    /// Makes what is missing, unless this layout or a part of it that counts is there already.
    ///
    /// @return what the server refused, for instance a unique index over values that are there
    ///   twice
    /// @throws Problem `INVALID` when a newer caretaker wrote the database
    List<String> bring() {
        int found = found();
        if (found > VERSION) {
            throw new Problem(
                    ProblemCode.INVALID,
                    "the store " + link.address() + " was written by a newer caretaker",
                    "use that one, or another database");
        }
        if (found < VERSION) {
            publicIndexes();
            alertIndexes();
            ownIndexes();
            if (refused.isEmpty()) {
                note();
            }
        }
        return List.copyOf(refused);
    }

    private int found() {
        Document layout =
                link.repeated(() ->
                        link.collection(Names.CONTROL).find(Filters.eq(Names.ID, LAYOUT)).first());
        return layout == null ? 0 : (int) BsonValues.number(layout, NUMBER);
    }

    private void note() {
        link.repeated(() ->
                link.collection(Names.CONTROL)
                        .updateOne(
                                Filters.eq(Names.ID, LAYOUT),
                                Updates.max(NUMBER, VERSION),
                                new UpdateOptions().upsert(true)));
    }

    private void publicIndexes() {
        unique(Names.HOSTS, Names.HOST_ID);
        index(Names.HOSTS, ascending(Names.ENVIRONMENT, Names.REGION));
        each(Names.HOSTS, "status", "metadata.tags", "ip_address", "hostname");

        unique(Names.SERVICES, Names.SERVICE_ID);
        index(Names.SERVICES, ascending(Names.ENVIRONMENT, "service_type"));
        index(Names.SERVICES, ascending("monitoring.enabled", Names.STATUS));
        each(Names.SERVICES, Names.HOST_ID, "service_type", Names.STATUS, Names.REGION, "tags");
        each(Names.SERVICES, Names.LAST_CHECK);

        unique(Names.ENVIRONMENTS, Names.ENV_NAME);

        for (String key : List.of(Names.SERVICE_ID, Names.HOST_ID, "status", "check_type")) {
            index(Names.HISTORY, compoundIndex(ascending(key), descending(Names.TIMESTAMP)));
        }
        index(Names.HISTORY, descending(Names.TIMESTAMP));
        make(
                Names.HISTORY,
                ascending("expires_at"),
                new IndexOptions().expireAfter(0L, TimeUnit.SECONDS));
    }

    private void alertIndexes() {
        each(Names.ALERTS, Names.STATE, Names.ENDED_AT);
        index(Names.ALERTS, ascending("subject.kind", "subject.id"));
        each(Names.DELIVERIES, Names.STATE, Names.ENDED_AT, Names.MESSAGE_ALERTS);
        index(Names.DELIVERIES, descending(Names.MESSAGE_AT, Names.ID));
    }

    private void ownIndexes() {
        each(Names.HOSTS, Names.UPDATED_AT);
        each(Names.SERVICES, Names.UPDATED_AT, Names.FAILURES);
        index(Names.ROLLUPS, ascending("hour", Names.SERVICE_ID));
        index(Names.ROLLUPS, ascending(Names.SERVICE_ID, "hour"));
        index(Names.APPROVALS, descending("requested_at"));
        index(Names.REQUESTS, ascending("finished_at", "requested_at"));
        index(Names.AUDIT, compoundIndex(ascending("target"), descending(Names.ID)));
        each(Names.CHANGES, "fence");
    }

    private void unique(String collection, String key) {
        make(collection, ascending(key), new IndexOptions().unique(true));
    }

    private void each(String collection, String... keys) {
        for (String key : keys) {
            index(collection, ascending(key));
        }
    }

    private void index(String collection, Bson keys) {
        make(collection, keys, new IndexOptions());
    }

    private void make(String collection, Bson keys, IndexOptions options) {
        link.repeated(() -> {
            try {
                return link.collection(collection).createIndex(keys, options);
            } catch (MongoCommandException e) {
                if (MongoProblems.refusesIndex(e)) {
                    refused.add(collection + ": an index was refused: " + e.getErrorMessage());
                    return "";
                }
                throw e;
            }
        });
    }
}
