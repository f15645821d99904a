package io.caretaker.web.page;

import io.caretaker.core.audit.AuditLog;
import io.caretaker.core.audit.AuditLog.AuditRecord;
import io.caretaker.core.audit.AuditLog.Verification;
import io.caretaker.web.Daemon;
import io.caretaker.web.http.Access;
import io.caretaker.web.http.Answer;
import io.caretaker.web.http.Method;
import io.caretaker.web.http.Request;
import io.caretaker.web.http.Route;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The audit log for people. Thread-safe.
public final class AuditPages {
    private static final int PAGE = 50;
    private static final int BLOCK = 500;

    /// So many entries are looked through at most for one page.
    private static final int MOST_READ = 20_000;

    /// What was verified is good for so many times as long as it took, and not for longer than
    /// that.
    private static final int GOOD_FOR = 50;

    private static final Duration OLDEST = Duration.ofMinutes(5);

    private final Daemon daemon;
    private final Frames frames;
    private @Nullable Verified verified;

    public AuditPages(Daemon daemon, Frames frames) {
        this.daemon = daemon;
        this.frames = frames;
    }

    public List<Route> routes() {
        return List.of(Route.page(Method.GET, "/audit", Access.VIEWER, this::page));
    }

    private Answer page(Request request) {
        var filter =
                new AuditPage.Filter(
                        request.query("target").orElse(""),
                        request.query("actor").orElse(""),
                        request.query("action").orElse(""));
        AuditLog log = daemon.store().audit();
        long newest = newest(log);
        long before = before(request, newest + 1);
        Found read = older(log, before, filter);
        List<AuditRecord> found = read.records();
        List<AuditRecord> shown = found.subList(0, Math.min(PAGE, found.size()));
        long older =
                found.size() > PAGE ? shown.getLast().number() : read.end() > 1 ? read.end() : 0;
        Instant now = daemon.clock().instant();
        Verified known = verified(log);
        var page =
                new AuditPage(
                        filter,
                        words(known.chain()),
                        known.chain() instanceof Verification.Intact,
                        When.of(known.at(), now),
                        shown.stream().map(each -> AuditPage.Line.of(each, now)).toList(),
                        older,
                        before > newest);
        return frames.page("audit", "Audit", Section.AUDIT, request, page);
    }

    /// The number of the newest entry; 0 while there is none.
    static long newest(AuditLog log) {
        return log.recent(null, 1).stream().mapToLong(AuditRecord::number).max().orElse(0);
    }

    private static long before(Request request, long usual) {
        try {
            return Math.min(Long.parseLong(request.query("before").orElse("")), usual);
        } catch (NumberFormatException _) {
            return usual;
        }
    }

    /// Records, and the number before which nobody has looked yet; 1 when all was looked at.
    private record Found(List<AuditRecord> records, long end) {}

    /// Those before a number that fit, the newest first; one more than a page where there are more.
    private static Found older(AuditLog log, long before, AuditPage.Filter filter) {
        var found = new ArrayList<AuditRecord>();
        int block = filter.none() ? PAGE + 1 : BLOCK;
        long end = before;
        long read = 0;
        while (end > 1 && found.size() <= PAGE && read < MOST_READ) {
            long last = end;
            long first = Math.max(0, end - 1 - block);
            List<AuditRecord> rows = log.after(first, block);
            rows.reversed().stream()
                    .filter(each -> each.number() < last && filter.matches(each))
                    .forEach(found::add);
            read += block;
            end = first + 1;
        }
        return new Found(
                found.size() > PAGE + 1 ? found.subList(0, PAGE + 1) : found, Math.max(1, end));
    }

    private synchronized Verified verified(AuditLog log) {
        long begin = daemon.ticker().nanos();
        Verified known = verified;
        if (known == null || begin - known.goodUntil() >= 0) {
            Instant at = daemon.clock().instant();
            Verification chain = log.verify();
            long end = daemon.ticker().nanos();
            long good = Math.min(GOOD_FOR * (end - begin), OLDEST.toNanos());
            known = new Verified(chain, at, end + good);
            verified = known;
        }
        return known;
    }

    private record Verified(Verification chain, Instant at, long goodUntil) {}

    private static String words(Verification chain) {
        return switch (chain) {
            case Verification.Intact(long records) ->
                    "The chain of "
                            + Amounts.count(records, "entry").replace("entrys", "entries")
                            + " is whole: nothing was changed or taken out";
            case Verification.Broken(long number, String reason) ->
                    "The chain is broken at entry " + number + ": " + reason;
        };
    }
}
