package io.caretaker.web.page;

import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.recovery.ApprovalCase;
import io.caretaker.core.recovery.Deliberation;
import io.caretaker.core.recovery.FailurePattern;
import io.caretaker.core.recovery.Guard;
import io.caretaker.core.recovery.GuardAnswer;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a person should see before a recovery is approved or denied.
///
/// @param approve whether it is about to be approved; null when neither was chosen yet
/// @param decision what would be done on a yes
/// @param since since when it is down; null when that is not known
/// @param host how its host is, in a sentence
/// @param cause what its log tells of why; empty when nothing was recognised
/// @param unanswered what happens without an answer
public record ApprovalPage(
        ApprovalsPage.Waiting waiting,
        @Nullable Boolean approve,
        String decision,
        List<String> plan,
        @Nullable When since,
        int failures,
        String host,
        String cause,
        List<String> logLines,
        List<Line> checks,
        List<Line> recoveries,
        List<Said> guards,
        String unanswered,
        List<String> missing) {
    public ApprovalPage {
        plan = List.copyOf(plan);
        logLines = List.copyOf(logLines);
        checks = List.copyOf(checks);
        recoveries = List.copyOf(recoveries);
        guards = List.copyOf(guards);
        missing = List.copyOf(missing);
    }

    /// Something that happened.
    ///
    /// @param word what, in a word
    /// @param look how it looks: `good` or `bad`
    public record Line(When at, String word, String look, String message) {}

    /// What a guard says.
    public record Said(boolean agrees, String words) {}

    static ApprovalPage of(
            ApprovalCase known,
            ApprovalsPage.Waiting waiting,
            @Nullable Boolean approve,
            Instant now) {
        Deliberation deliberation = known.deliberation();
        Instant since = known.state().statusSince();
        return new ApprovalPage(
                waiting,
                approve,
                (deliberation.wouldAct() ? "Caretaker would act: " : "Nothing would be done now: ")
                        + deliberation.reason(),
                deliberation.plan(),
                since == null ? null : When.of(since, now),
                known.state().consecutiveFailures(),
                host(known.host(), deliberation),
                cause(deliberation.cause()),
                deliberation.logLines(),
                known.failedChecks().stream().map(each -> check(each, now)).toList(),
                known.recoveries().stream().map(each -> recovery(each, now)).toList(),
                deliberation.answers().stream()
                        .map(each -> new Said(each.agrees(), each.words()))
                        .toList(),
                known.ifUndecided(now, end -> When.of(end, now).exact()),
                known.missing());
    }

    private static String host(Host host, Deliberation deliberation) {
        String reach =
                deliberation.answers().stream()
                        .filter(each -> each.guard() == Guard.HOST && !each.agrees())
                        .map(GuardAnswer::words)
                        .findFirst()
                        .orElse(deliberation.looked() ? "answers" : "answers, as far as is known");
        return host.id() + " (" + word(host.status()) + "): " + reach;
    }

    private static String cause(FailurePattern pattern) {
        return pattern == FailurePattern.NONE ? "" : word(pattern);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static Line check(HistoryEntry entry, Instant now) {
        String message = entry.error();
        return new Line(
                When.of(entry.timestamp(), now),
                word(entry.status()),
                "bad",
                message == null ? "" : message);
    }

    private static Line recovery(AuditEntry entry, Instant now) {
        return new Line(
                When.of(entry.at(), now),
                entry.action().replace("recovery.", "").replace('_', ' '),
                entry.success() ? "good" : "bad",
                entry.message());
    }

    /// The heading.
    public String question() {
        if (approve == null) {
            return "The recovery of " + waiting.label() + " waits for you";
        }
        return (approve ? "Approve" : "Deny") + " the recovery of " + waiting.label() + "?";
    }

    /// Whether it is about to be approved.
    public boolean approving() {
        return Boolean.TRUE.equals(approve);
    }
}
