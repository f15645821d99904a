package io.caretaker.cli.render;

import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.recovery.Approval;
import io.caretaker.core.recovery.ApprovalCase;
import io.caretaker.core.recovery.Deliberation;
import io.caretaker.core.recovery.FailurePattern;
import io.caretaker.core.recovery.Guard;
import io.caretaker.core.recovery.GuardAnswer;
import java.time.Instant;
import java.util.List;

/// A recovery that waits for a person, with all that speaks for and against it.
public final class ApprovalText {
    private final ApprovalCase known;
    private final Instant now;
    private final Style style;
    private final StringBuilder text = new StringBuilder();

    private ApprovalText(ApprovalCase known, Instant now, Style style) {
        this.known = known;
        this.now = now;
        this.style = style;
    }

    public static String of(ApprovalCase known, Instant now, Style style) {
        var text = new ApprovalText(known, now, style);
        text.headline();
        text.facts();
        text.plan();
        text.log();
        text.checks();
        text.recoveries();
        text.guards();
        text.end();
        return text.text.toString();
    }

    private void line(String words) {
        text.append(words).append('\n');
    }

    private void head(String words) {
        line("");
        line(style.bold(words));
    }

    private void headline() {
        Approval approval = known.approval();
        line(style.bold(Texts.line(known.service().label()) + " (" + known.service().id() + ")"));
        line(
                approval.id()
                        + ": "
                        + Texts.word(approval.verdict())
                        + ", asked "
                        + Texts.ago(approval.requestedAt(), now));
    }

    private void facts() {
        var state = known.state();
        line("Because: " + Texts.line(known.approval().reason()));
        line("Now:     " + Texts.word(state.status()) + ", " + Texts.line(state.message()));
        Instant since = state.statusSince();
        if (since != null) {
            line(
                    "Since:   "
                            + HistoryText.local(since)
                            + " ("
                            + Texts.ago(since, now)
                            + "), "
                            + Texts.count(state.consecutiveFailures(), "failed check")
                            + " in a row");
        }
        line(
                "Host:    "
                        + known.host().id()
                        + ", "
                        + Texts.word(known.host().status())
                        + ", "
                        + host());
    }

    private String host() {
        return known.deliberation().answers().stream()
                .filter(each -> each.guard() == Guard.HOST && !each.agrees())
                .map(GuardAnswer::words)
                .findFirst()
                .orElse(known.deliberation().looked() ? "answers" : "answers, as far as is known");
    }

    private void plan() {
        Deliberation deliberation = known.deliberation();
        head(deliberation.wouldAct() ? "On a yes" : "On a yes nothing would be done now");
        line("  " + Texts.line(deliberation.reason()));
        deliberation.plan().forEach(each -> line("  - " + Texts.line(each)));
    }

    private void log() {
        Deliberation deliberation = known.deliberation();
        if (deliberation.cause() != FailurePattern.NONE) {
            head("Its log tells: " + Texts.word(deliberation.cause()).replace('_', ' '));
            deliberation.logLines().forEach(each -> line("  " + Texts.line(each)));
        }
    }

    private void checks() {
        head("Failed checks");
        lines(known.failedChecks().stream().map(this::check).toList());
    }

    private String check(HistoryEntry entry) {
        String error = entry.error();
        return HistoryText.local(entry.timestamp())
                + "  "
                + Texts.word(entry.status())
                + "  "
                + (error == null ? "" : Texts.line(error));
    }

    private void recoveries() {
        head("Earlier recoveries");
        lines(known.recoveries().stream().map(this::recovery).toList());
    }

    private String recovery(AuditEntry entry) {
        return HistoryText.local(entry.at())
                + "  "
                + entry.action().replace("recovery.", "").replace('_', ' ')
                + (entry.success() ? "  worked: " : "  failed: ")
                + Texts.line(entry.message());
    }

    private void lines(List<String> all) {
        if (all.isEmpty()) {
            line("  none");
        }
        all.forEach(each -> line("  " + each));
    }

    private void guards() {
        head("Who was asked");
        known.deliberation()
                .answers()
                .forEach(each ->
                        line(
                                "  "
                                        + (each.agrees() ? "yes  " : style.doubtful("no   "))
                                        + Texts.line(each.words())));
    }

    private void end() {
        known.missing().forEach(each -> line("Not known: " + Texts.line(each) + "."));
        line("");
        line("Without an answer: " + known.ifUndecided(now, HistoryText::local) + ".");
        if (known.approval().verdict() == Approval.Verdict.PENDING
                && !known.approval().expired(now)) {
            line(
                    "`caretaker approve "
                            + known.approval().id()
                            + "` or `caretaker deny "
                            + known.approval().id()
                            + "`");
        }
    }
}
