package io.caretaker.web.database;

import io.caretaker.core.inventory.Care;
import io.caretaker.core.session.CleanupReport;
import io.caretaker.core.session.DatabaseSession;
import io.caretaker.core.session.EndMethod;
import io.caretaker.core.session.Offence;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// What a clean-up would do, or has done.
///
/// @param trouble why nobody can be seen; empty when they can
/// @param hint what helps then
/// @param done whether it was done; otherwise it is a rehearsal
/// @param terms as they were chosen for this time
/// @param rules why sessions are ended, with the numbers of now
public record CleanupPage(
        DatabaseHead head,
        String trouble,
        String hint,
        boolean done,
        List<Term> terms,
        List<String> rules,
        List<Line> ended,
        List<Line> spared,
        List<Line> failed,
        List<String> notes) {
    public CleanupPage {
        terms = List.copyOf(terms);
        rules = List.copyOf(rules);
        ended = List.copyOf(ended);
        spared = List.copyOf(spared);
        failed = List.copyOf(failed);
        notes = List.copyOf(notes);
    }

    /// What sessions may be ended for.
    ///
    /// @param word as forms have it
    /// @param chosen whether it is wanted for this time
    /// @param after from which age on, in seconds
    public record Term(String word, String label, boolean chosen, String after) {}

    /// A session and what becomes of it.
    ///
    /// @param token to be sent back
    public record Line(String token, SessionRow row, String how, String reason) {}

    static CleanupPage of(
            DatabaseHead head,
            CleanupReport report,
            List<String> rules,
            Care care,
            List<Term> terms) {
        Instant now = report.at();
        return new CleanupPage(
                head,
                "",
                "",
                !report.dryRun(),
                terms,
                rules,
                report.ended().stream()
                        .map(each ->
                                line(
                                        each.victim().session(),
                                        care,
                                        now,
                                        each.how(),
                                        each.victim().reason()))
                        .toList(),
                report.spared().stream()
                        .map(each -> line(each.session(), care, now, "", each.reason()))
                        .toList(),
                report.failed().stream()
                        .map(each ->
                                line(
                                        each.victim().session(),
                                        care,
                                        now,
                                        "",
                                        each.message()
                                                + (each.hint().isEmpty()
                                                        ? ""
                                                        : ": " + each.hint())))
                        .toList(),
                report.notes());
    }

    private static Line line(
            DatabaseSession session, Care care, Instant now, String how, String reason) {
        return new Line(
                SessionToken.of(session, EndMethod.TERMINATE).toString(),
                SessionRow.of(session, care, 0, now),
                how,
                reason);
    }

    static CleanupPage unseen(DatabaseHead head, String trouble, String hint, List<Term> terms) {
        List<Line> none = List.of();
        List<String> nothing = List.of();
        return new CleanupPage(
                head, trouble, hint, false, terms, nothing, none, none, none, nothing);
    }

    /// The terms in force, with what was chosen for this time.
    static List<Term> terms(Care care, Map<String, String> chosen) {
        return Arrays.stream(Offence.values())
                .map(each -> {
                    String after = chosen.get(each.label());
                    long usual = care.cleanup().limit(each).after().toSeconds();
                    return new Term(
                            each.label(),
                            label(each),
                            after != null,
                            after == null || after.isEmpty() ? String.valueOf(usual) : after);
                })
                .toList();
    }

    private static String label(Offence offence) {
        return switch (offence) {
            case BLOCKING -> "Blocking others";
            case IDLE_IN_TRANSACTION -> "Idle in transaction";
            case LONG_QUERY -> "Long queries";
            case IDLE -> "Idle connections";
        };
    }
}
