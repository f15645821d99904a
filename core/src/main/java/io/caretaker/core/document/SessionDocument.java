package io.caretaker.core.document;

import io.caretaker.core.session.CleanupExplanation;
import io.caretaker.core.session.CleanupPlan.Spared;
import io.caretaker.core.session.CleanupPlan.Victim;
import io.caretaker.core.session.CleanupReport;
import io.caretaker.core.session.DatabaseSession;
import io.caretaker.core.session.LockForest;
import io.caretaker.core.session.LockTree;
import io.caretaker.core.session.SessionSnapshot;
import io.caretaker.core.session.SessionState;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Sessions, lock trees and what a clean-up did, as documents. Times are durations in seconds.
public final class SessionDocument {
    private SessionDocument() {}

    /// Sessions of a server.
    ///
    /// @param shown those of the snapshot that are listed, in this order
    public static Map<String, @Nullable Object> list(
            String serviceId, SessionSnapshot snapshot, List<DatabaseSession> shown) {
        Map<String, @Nullable Object> document = head(serviceId, snapshot);
        document.put("connections", snapshot.connections());
        document.put("max_connections", snapshot.maxConnections());
        document.put("sessions", shown.stream().map(each -> of(each, snapshot.at())).toList());
        document.put("notes", snapshot.notes());
        return document;
    }

    /// The forest of who waits for whom.
    public static Map<String, @Nullable Object> locks(String serviceId, SessionSnapshot snapshot) {
        List<LockTree> forest = LockForest.of(snapshot);
        Map<String, @Nullable Object> document = head(serviceId, snapshot);
        List<DatabaseSession> unseen = LockForest.unseen(snapshot);
        document.put("waiting", forest.stream().mapToInt(LockTree::waiting).sum() + unseen.size());
        document.put("trees", forest.stream().map(each -> tree(each, snapshot.at())).toList());
        document.put(
                "blocker_not_seen", unseen.stream().map(each -> of(each, snapshot.at())).toList());
        document.put("notes", snapshot.notes());
        return document;
    }

    /// What a clean-up did, or in a dry run would do.
    public static Map<String, @Nullable Object> cleanup(String serviceId, CleanupReport report) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("service_id", serviceId);
        document.put("at", report.at());
        document.put("fingerprint", report.fingerprint());
        document.put("dry_run", report.dryRun());
        document.put("ended", report.ended().stream().map(each -> ended(each, report)).toList());
        document.put("spared", report.spared().stream().map(each -> spared(each, report)).toList());
        document.put("failed", report.failed().stream().map(each -> failed(each, report)).toList());
        document.put("notes", report.notes());
        return document;
    }

    /// Why a clean-up decided as it did: the rules, and every session that was looked at.
    public static Map<String, @Nullable Object> explanation(CleanupExplanation explanation) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("rules", explanation.rules());
        document.put(
                "sessions", explanation.sessions().stream().map(SessionDocument::verdict).toList());
        return document;
    }

    private static Map<String, @Nullable Object> verdict(CleanupExplanation.Verdict verdict) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("pid", id(verdict.session().id()));
        document.put("user", verdict.session().user());
        document.put("decision", verdict.kind().name().toLowerCase(Locale.ROOT));
        document.put("reason", verdict.reason());
        return document;
    }

    /// One session.
    ///
    /// `query_age_s` is there for a running query only, so that nobody takes a session that has
    /// long been idle for a slow one.
    public static Map<String, @Nullable Object> of(DatabaseSession session, Instant now) {
        Map<String, @Nullable Object> document = who(session, now);
        boolean active = session.state() == SessionState.ACTIVE;
        document.put("client", session.client());
        document.put("kind", session.kind().name().toLowerCase(Locale.ROOT));
        document.put(
                "transaction_age_s",
                session.transactionSince() == null ? null : session.transactionAge(now));
        document.put(
                "query_age_s", active && session.querySince() != null ? session.age(now) : null);
        document.put("waits_for", session.waitsFor());
        document.put("lock_wait_s", session.lockWaitSince() == null ? null : session.lockWait(now));
        document.put("blocked_by", session.blockedBy().stream().map(SessionDocument::id).toList());
        document.put("endable", session.endable() == null);
        document.put("not_endable_because", session.endable());
        return document;
    }

    private static Map<String, @Nullable Object> head(String serviceId, SessionSnapshot snapshot) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("service_id", serviceId);
        document.put("at", snapshot.at());
        document.put("version", snapshot.version());
        document.put("fingerprint", snapshot.fingerprint());
        return document;
    }

    /// What every document of a session begins with.
    private static Map<String, @Nullable Object> who(DatabaseSession session, Instant now) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("pid", id(session.id()));
        document.put("user", session.user());
        document.put("application", session.application());
        document.put("database", session.database());
        document.put("state", session.state().words());
        document.put("age_s", session.age(now));
        document.put("query", session.query());
        return document;
    }

    private static Map<String, @Nullable Object> tree(LockTree tree, Instant now) {
        Map<String, @Nullable Object> document = who(tree.session(), now);
        document.put("wait_s", tree.waited());
        document.put("waits_for", tree.session().waitsFor());
        document.put(
                "also_blocked_by", tree.alsoBlockedBy().stream().map(SessionDocument::id).toList());
        document.put("waiting", tree.waiting());
        document.put("blocked", tree.behind().stream().map(each -> tree(each, now)).toList());
        return document;
    }

    private static Map<String, @Nullable Object> ended(
            CleanupReport.Ended ended, CleanupReport report) {
        Map<String, @Nullable Object> document = victim(ended.victim(), report);
        document.put("how", ended.how());
        document.put("took_s", ended.took());
        return document;
    }

    private static Map<String, @Nullable Object> victim(Victim victim, CleanupReport report) {
        Map<String, @Nullable Object> document = who(victim.session(), report.at());
        document.put("offence", victim.offence().label());
        document.put("reason", victim.reason());
        document.put("waiting", victim.waiting());
        return document;
    }

    private static Map<String, @Nullable Object> spared(Spared spared, CleanupReport report) {
        Map<String, @Nullable Object> document = who(spared.session(), report.at());
        document.put("reason", spared.reason());
        return document;
    }

    private static Map<String, @Nullable Object> failed(
            CleanupReport.Failed failed, CleanupReport report) {
        Map<String, @Nullable Object> document = victim(failed.victim(), report);
        document.put("message", failed.message());
        document.put("hint", failed.hint());
        return document;
    }

    /// A number where the server's ids are numbers.
    private static Object id(String id) {
        return id.matches("[0-9]{1,18}") ? (Object) Long.valueOf(id) : id;
    }
}
