package io.caretaker.mongostore;

import com.mongodb.MongoWriteException;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import io.caretaker.core.audit.AuditChain;
import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.audit.AuditLog;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/// The audit log. A record's number is its `_id`, so that of several who append at once one gets
/// the number and the others go on with the next. Thread-safe.
final class MongoAudit implements AuditLog {
    private static final int PAGE = 1000;
    private static final Bson NEWEST_FIRST = Sorts.descending(Names.ID);

    private final Link link;

    MongoAudit(Link link) {
        this.link = link;
    }

    private MongoCollection<Document> collection() {
        return link.collection(Names.AUDIT);
    }

    @Override
    public AuditRecord append(AuditEntry entry) {
        AuditEntry kept = entry.kept();
        while (true) {
            AuditRecord last = last();
            AuditRecord next =
                    AuditChain.link(
                            last == null ? 1 : last.number() + 1,
                            last == null ? AuditChain.GENESIS : last.hash(),
                            kept);
            if (inserted(next)) {
                return next;
            }
            Control.pause();
        }
    }

    private @Nullable AuditRecord last() {
        List<AuditRecord> newest = recent(null, 1);
        return newest.isEmpty() ? null : newest.getFirst();
    }

    /// Whether the record is there now; a second try may find that the first one succeeded.
    private boolean inserted(AuditRecord record) {
        return link.repeated(() -> {
            try {
                collection().insertOne(AuditDocument.of(record));
                return true;
            } catch (MongoWriteException e) {
                if (e.getCode() != MongoProblems.DUPLICATE_KEY) {
                    throw e;
                }
                return false;
            }
        });
    }

    @Override
    public List<AuditRecord> recent(@Nullable String target, int limit) {
        Bson condition = target == null ? Filters.empty() : Filters.eq("target", target);
        return limit < 1
                ? List.of()
                : read(collection().find(condition).sort(NEWEST_FIRST).limit(limit));
    }

    @Override
    public List<AuditRecord> after(long number, int limit) {
        return limit < 1
                ? List.of()
                : read(
                        collection()
                                .find(Filters.gt(Names.ID, number))
                                .sort(Sorts.ascending(Names.ID))
                                .limit(limit));
    }

    private List<AuditRecord> read(FindIterable<Document> found) {
        return link.repeated(() -> found.map(AuditDocument::read).into(new ArrayList<>()));
    }

    /// A crash in the middle leaves the first ones, which are a chain as well; going on after them
    /// completes it.
    @Override
    public void restore(List<AuditRecord> records) {
        AuditRecord previous = last();
        for (AuditRecord each : records) {
            String fault = AuditChain.fault(previous, each);
            if (fault != null) {
                throw misfit(each, fault);
            }
            previous = each;
        }
        for (int from = 0; from < records.size(); from += PAGE) {
            insert(records.subList(from, Math.min(from + PAGE, records.size())));
        }
    }

    private void insert(List<AuditRecord> page) {
        List<Document> documents = page.stream().map(AuditDocument::of).toList();
        link.once(() -> {
            try {
                return collection().insertMany(documents);
            } catch (com.mongodb.MongoBulkWriteException e) {
                if (e.getCode() != MongoProblems.DUPLICATE_KEY
                        && e.getWriteErrors().stream()
                                .noneMatch(each -> each.getCode() == MongoProblems.DUPLICATE_KEY)) {
                    throw e;
                }
                throw misfit(page.getFirst(), "somebody else appended meanwhile");
            }
        });
    }

    private static Problem misfit(AuditRecord record, String fault) {
        return new Problem(
                ProblemCode.INVALID,
                "audit record " + record.number() + " does not continue the log: " + fault,
                "move into an empty store, or into one that this log was moved to before");
    }

    @Override
    public Verification verify() {
        AuditRecord previous = null;
        while (true) {
            List<AuditRecord> page =
                    after(previous == null ? Long.MIN_VALUE : previous.number(), PAGE);
            for (AuditRecord each : page) {
                String fault = AuditChain.fault(previous, each);
                if (fault != null) {
                    return new Verification.Broken(each.number(), fault);
                }
                previous = each;
            }
            if (page.isEmpty()) {
                return new Verification.Intact(previous == null ? 0 : previous.number());
            }
        }
    }
}
