package io.caretaker.web.api;

import io.caretaker.core.audit.AuditLog;
import io.caretaker.core.audit.AuditLog.AuditRecord;
import io.caretaker.core.document.AuditDocument;
import io.caretaker.web.http.Access;
import io.caretaker.web.http.Answer;
import io.caretaker.web.http.AnswerHeader;
import io.caretaker.web.http.Method;
import io.caretaker.web.http.Operation;
import io.caretaker.web.http.Request;
import io.caretaker.web.http.Route;
import io.caretaker.web.http.Schema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who did what.
public final class AuditApi {
    private static final int STRETCH = 1000;
    private static final int MOST_READ = 20_000;
    private static final Duration VERIFIED_FOR = Duration.ofSeconds(30);

    private final Desks desks;
    private @Nullable Answer verified;
    private long verifiedAt;

    public AuditApi(Desks desks) {
        this.desks = desks;
    }

    public List<Route> routes() {
        return List.of(
                new Route(
                        Method.GET,
                        "/api/v1/audit",
                        Access.VIEWER,
                        Page.described(
                                        Operation.of(
                                                        "listAudit",
                                                        "audit",
                                                        "Who did what, newest first")
                                                .query(
                                                        "target",
                                                        Shapes.TEXT,
                                                        "only what was done to this id"))
                                .maySend(AnswerHeader.X_TOTAL_COUNT)
                                .answers(
                                        Schema.listOf(
                                                Schema.object("AuditRecord")
                                                        .field("number", Schema.integer(), "")
                                                        .field("timestamp", Shapes.WHEN, "")
                                                        .field("actor", Shapes.TEXT, "")
                                                        .field("action", Shapes.TEXT, "")
                                                        .field("target", Shapes.TEXT, "")
                                                        .field("success", Schema.bool(), "")
                                                        .field("message", Shapes.TEXT, "")
                                                        .field(
                                                                "took_ms",
                                                                Schema.integer().orNull(),
                                                                "")
                                                        .field(
                                                                "details",
                                                                Schema.mapOf(Shapes.TEXT),
                                                                "")
                                                        .field("hash", Shapes.TEXT, ""))),
                        this::list),
                new Route(
                        Method.GET,
                        "/api/v1/audit/verify",
                        Access.VIEWER,
                        Operation.of(
                                        "verifyAudit",
                                        "audit",
                                        "Whether nobody has changed the audit log")
                                .answers(
                                        Schema.object("AuditVerification")
                                                .field("intact", Schema.bool(), "")
                                                .optional("records", Schema.integer(), "")
                                                .optional(
                                                        "record",
                                                        Schema.integer(),
                                                        "the first that does not fit")
                                                .optional("reason", Shapes.TEXT, "")),
                        _ -> verification()));
    }

    /// Reading the whole chain is much work: one at a time, and not again at once.
    private synchronized Answer verification() {
        long now = desks.daemon().ticker().nanos();
        Answer known = verified;
        if (known == null || now - verifiedAt > VERIFIED_FOR.toNanos()) {
            known = Answer.json(AuditDocument.of(audit().verify()));
            verified = known;
            verifiedAt = now;
        }
        return known;
    }

    private AuditLog audit() {
        return desks.daemon().store().audit();
    }

    private Answer list(Request request) {
        int limit = Page.limit(request);
        String target = request.query("target").orElse(null);
        long before = Page.cursor(request).map(AuditApi::number).orElse(Long.MAX_VALUE);
        Found found = before(before, target, limit + 1);
        List<AuditRecord> page =
                found.records().subList(0, Math.min(limit, found.records().size()));
        Answer.Whole answer = Answer.json(page.stream().map(AuditDocument::of).toList());
        if (target == null) {
            answer = answer.with(AnswerHeader.X_TOTAL_COUNT, String.valueOf(newest()));
        }
        if (found.records().size() > limit) {
            return Page.linked(answer, request, String.valueOf(page.getLast().number()));
        }
        return found.end() > 1 ? Page.linked(answer, request, String.valueOf(found.end())) : answer;
    }

    /// Records, and the number before which nobody has looked yet; 1 when all was looked at.
    private record Found(List<AuditRecord> records, long end) {}

    private static long number(String cursor) {
        if (!cursor.matches("[0-9]{1,18}")) {
            throw Page.strange();
        }
        return Long.parseLong(cursor);
    }

    /// Numbers have no gaps.
    private long newest() {
        List<AuditRecord> last = audit().recent(null, 1);
        return last.isEmpty() ? 0 : last.getFirst().number();
    }

    private Found before(long number, @Nullable String target, int wanted) {
        if (number == Long.MAX_VALUE) {
            return new Found(audit().recent(target, wanted), 1);
        }
        var found = new ArrayList<AuditRecord>();
        long end = Math.min(number, newest() + 1);
        long least = end - MOST_READ;
        while (end > 1 && end > least && found.size() < wanted) {
            long begin = Math.max(1, end - STRETCH);
            audit().after(begin - 1, (int) (end - begin)).reversed().stream()
                    .filter(each -> target == null || each.entry().target().equals(target))
                    .limit(wanted - (long) found.size())
                    .forEach(found::add);
            end = begin;
        }
        return new Found(found, end);
    }
}
