package io.caretaker.cli.render;

import io.caretaker.core.health.ConnectionAdvice;
import io.caretaker.core.health.ConnectionLeg;
import io.caretaker.core.health.ConnectionReport;
import io.caretaker.core.health.ConnectionReport.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What came of a trial of a log-in.
public final class ConnectionText {
    private ConnectionText() {}

    /// The verdict first, then the way there and what helps.
    ///
    /// @param user who logged in, for the statements that would make the account
    public static String of(ConnectionReport report, @Nullable String user, Style style) {
        var text = new StringBuilder();
        String headline = Texts.line(ConnectionAdvice.headline(report));
        text.append(coloured(report.verdict(), style.bold(headline), style)).append('\n');
        text.append(report.engine().label())
                .append(" at ")
                .append(Texts.line(report.address()))
                .append(", ")
                .append(report.took().toMillis())
                .append(" ms: ")
                .append(Texts.line(report.message()))
                .append('\n');
        if (report.details() != null) {
            text.append("The server says: ").append(Texts.line(report.details())).append('\n');
        }
        legs(text, report.legs(), style);
        part(text, "What to do", ConnectionAdvice.todo(report), style);
        part(
                text,
                "An administrator of the server types",
                ConnectionAdvice.statements(report, user),
                style);
        part(text, "What could be better", report.advice(), style);
        return text.toString();
    }

    private static void legs(StringBuilder text, List<ConnectionLeg> legs, Style style) {
        if (legs.isEmpty()) {
            return;
        }
        text.append('\n').append(style.bold("The way there")).append('\n');
        for (ConnectionLeg each : legs) {
            text.append("  ")
                    .append(each.ok() ? style.good("passed    ") : style.bad("ends here "))
                    .append(Texts.line(each.message()))
                    .append('\n');
        }
    }

    private static void part(StringBuilder text, String head, List<String> lines, Style style) {
        if (lines.isEmpty()) {
            return;
        }
        text.append('\n').append(style.bold(head)).append('\n');
        lines.forEach(each -> text.append("  ").append(Texts.line(each)).append('\n'));
    }

    private static String coloured(Verdict verdict, String text, Style style) {
        return switch (verdict) {
            case READY -> style.good(text);
            case LIMITED, NOT_READY, UNKNOWN -> style.doubtful(text);
            case VERSION_NOT_SUPPORTED,
                    OTHER_ENGINE,
                    LOG_IN_REFUSED,
                    TLS_NOT_ACCEPTED,
                    NOT_REACHABLE ->
                    style.bad(text);
        };
    }
}
