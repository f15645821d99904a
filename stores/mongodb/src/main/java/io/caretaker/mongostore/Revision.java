package io.caretaker.mongostore;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/// Notices changes of the inventory, also those of programs that tell nobody.
///
/// Every question costs a few reads that do not grow with the inventory: caretakers' own count, the
/// numbers of documents, the newest `updated_at`. Changes that these do not show are found by
/// reading all definitions, now and then. Thread-safe.
final class Revision {
    private static final List<String> COLLECTIONS =
            List.of(Names.HOSTS, Names.SERVICES, Names.ENVIRONMENTS);
    private static final long PRIME = 1_099_511_628_211L;

    private final Link link;
    private final Control control;
    private final long betweenFullLooks;
    private long lastFullLook = System.nanoTime();
    private @Nullable Seen seen;

    /// What a full look saw.
    private record Seen(long cheap, int content) {}

    Revision(Link link, Control control, Duration betweenFullLooks) {
        this.link = link;
        this.control = control;
        this.betweenFullLooks = betweenFullLooks.toNanos();
    }

    long now() {
        long cheap = cheap();
        return fullLookDue() ? afterFullLook(cheap) : cheap;
    }

    private synchronized boolean fullLookDue() {
        long now = System.nanoTime();
        if (now - lastFullLook < betweenFullLooks) {
            return false;
        }
        lastFullLook = now;
        return true;
    }

    private long cheap() {
        Control.Look look = control.look();
        long mixed = look.revision();
        for (String each : COLLECTIONS) {
            mixed = mixed * PRIME + count(each);
        }
        mixed = mixed * PRIME + newest(Names.HOSTS);
        return mixed * PRIME + newest(Names.SERVICES);
    }

    private long count(String collection) {
        return link.repeated(() -> link.collection(collection).estimatedDocumentCount());
    }

    private long newest(String collection) {
        Document found =
                link.repeated(() ->
                        link.collection(collection)
                                .find()
                                .sort(Sorts.descending(Names.UPDATED_AT))
                                .projection(Projections.include(Names.UPDATED_AT))
                                .limit(1)
                                .first());
        return found != null && found.get(Names.UPDATED_AT) instanceof Date date
                ? date.toInstant().toEpochMilli()
                : 0;
    }

    private synchronized long afterFullLook(long cheap) {
        int content = content();
        Seen before = seen;
        boolean unnoticed = before != null && before.cheap == cheap && before.content != content;
        if (unnoticed) {
            control.changedByOthers();
        }
        long now = unnoticed ? cheap() : cheap;
        seen = new Seen(now, content);
        return now;
    }

    /// Without what checks write.
    private int content() {
        int content = 1;
        for (String each : COLLECTIONS) {
            int sum = 0;
            for (Document document : definitions(each)) {
                sum += Objects.hash(new TreeMap<>(document));
            }
            content = 31 * content + sum;
        }
        return content;
    }

    private List<Document> definitions(String collection) {
        return link.repeated(() ->
                link.collection(collection)
                        .find(Filters.empty())
                        .projection(
                                Projections.exclude(
                                        Names.STATUS,
                                        Names.LAST_CHECK,
                                        "last_status_change",
                                        "uptime_percentage",
                                        Names.FAILURES,
                                        "last_seen"))
                        .into(new ArrayList<>()));
    }
}
