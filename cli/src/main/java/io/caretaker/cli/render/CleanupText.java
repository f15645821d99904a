package io.caretaker.cli.render;

import io.caretaker.core.session.CleanupExplanation;
import io.caretaker.core.session.CleanupExplanation.Verdict;
import io.caretaker.core.session.CleanupPlan.Spared;
import io.caretaker.core.session.CleanupReport;
import io.caretaker.core.session.CleanupReport.Ended;
import io.caretaker.core.session.CleanupReport.Failed;
import io.caretaker.core.session.DatabaseSession;
import java.time.Instant;
import java.util.function.UnaryOperator;

/// What a clean-up did, or would do, for people.
public final class CleanupText {
    private static final int LEAST = 6;

    private CleanupText() {}

    public static String of(CleanupReport report, Style style) {
        var text = new StringBuilder(headline(report)).append('\n');
        var table = table("HOW");
        for (Ended ended : report.ended()) {
            add(
                    table,
                    ended.victim().session(),
                    report.at(),
                    ended.how(),
                    ended.victim().reason(),
                    UnaryOperator.identity());
        }
        for (Failed failed : report.failed()) {
            String why =
                    failed.victim().reason()
                            + "; "
                            + failed.message()
                            + (failed.hint().isEmpty() ? "" : "; " + failed.hint());
            add(table, failed.victim().session(), report.at(), "failed", why, style::bad);
        }
        for (Spared spared : report.spared()) {
            add(table, spared.session(), report.at(), "spared", spared.reason(), style::faint);
        }
        text.append(table.isEmpty() ? "" : table.in(style));
        report.notes()
                .forEach(note ->
                        text.append(style.doubtful("note: " + Texts.line(note))).append('\n'));
        return text.toString();
    }

    private static String headline(CleanupReport report) {
        int ended = report.ended().size();
        int failed = report.failed().size();
        if (ended + failed == 0) {
            return report.spared().isEmpty()
                    ? "Nothing to clean up."
                    : "Nothing "
                            + (report.dryRun() ? "would be" : "was")
                            + " ended"
                            + spared(report)
                            + ".";
        }
        String done =
                Texts.count(ended, "session")
                        + (report.dryRun()
                                ? " would be ended"
                                : ended == 1 ? " was ended" : " were ended");
        return done + (failed == 0 ? "" : ", " + failed + " could not be") + spared(report) + ".";
    }

    private static String spared(CleanupReport report) {
        int spared = report.spared().size();
        return spared == 0 ? "" : "; " + spared + (spared == 1 ? " is" : " are") + " spared";
    }

    /// The rules that held, and each session that was looked at.
    public static String explain(CleanupExplanation explanation, Instant at, Style style) {
        var text = new StringBuilder("What a session is ended for:\n");
        explanation.rules().forEach(rule -> text.append("  ").append(rule).append('\n'));
        var table = table("DECISION");
        for (Verdict verdict : explanation.sessions()) {
            add(
                    table,
                    verdict.session(),
                    at,
                    switch (verdict.kind()) {
                        case END -> "end";
                        case SPARE -> "spare";
                        case KEEP -> "keep";
                    },
                    verdict.reason(),
                    UnaryOperator.identity());
        }
        text.append(table.isEmpty() ? "No session was seen.\n" : table.in(style));
        return text.append('\n').toString();
    }

    private static Table table(String decision) {
        return new Table(
                        "PID",
                        "USER",
                        "DATABASE",
                        "APPLICATION",
                        "STATE",
                        "FOR",
                        decision,
                        "REASON")
                .shrinkingTo(LEAST);
    }

    private static void add(
            Table table,
            DatabaseSession session,
            Instant at,
            String decision,
            String reason,
            UnaryOperator<String> colour) {
        table.add(
                new Table.Cell(session.id(), colour),
                new Table.Cell(SessionsText.known(session.user()), colour),
                new Table.Cell(SessionsText.known(session.database()), colour),
                new Table.Cell(SessionsText.known(session.application()), colour),
                new Table.Cell(SessionsText.state(session, false), colour),
                new Table.Cell(SessionsText.age(session.age(at)), colour),
                new Table.Cell(decision, colour),
                new Table.Cell(reason, colour));
    }
}
