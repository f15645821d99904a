package io.caretaker.web.inventory;

import io.caretaker.core.health.ConnectionAdvice;
import io.caretaker.core.health.ConnectionReport;

/// What came of a trial of a log-in, as the form shows it. Pure.
final class Trials {
    private Trials() {}

    static DatabaseFormPage.Trial of(ConnectionReport report, DatabaseForm form) {
        return new DatabaseFormPage.Trial(
                look(report.verdict()),
                ConnectionAdvice.headline(report),
                report.message(),
                report.details() == null ? "" : report.details(),
                report.legs(),
                ConnectionAdvice.todo(report),
                ConnectionAdvice.statements(report, form.user()),
                report.advice());
    }

    private static String look(ConnectionReport.Verdict verdict) {
        return switch (verdict) {
            case READY -> "is-good";
            case LIMITED, NOT_READY, UNKNOWN -> "is-doubt";
            case VERSION_NOT_SUPPORTED,
                    OTHER_ENGINE,
                    LOG_IN_REFUSED,
                    TLS_NOT_ACCEPTED,
                    NOT_REACHABLE ->
                    "is-bad";
        };
    }
}
