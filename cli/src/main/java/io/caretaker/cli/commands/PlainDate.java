package io.caretaker.cli.commands;

import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;

/// Moments as people type them: a day, a day with a time on the local clock, or with its offset.
final class PlainDate {
    private PlainDate() {}

    /// Reads a moment; a day alone is its beginning.
    ///
    /// @throws Problem `INVALID` for what is none
    static Instant of(String option, String text) {
        String typed = text.strip().replace(' ', 'T');
        try {
            if (!typed.contains("T")) {
                return LocalDate.parse(typed).atStartOfDay(ZoneId.systemDefault()).toInstant();
            }
            boolean local = typed.substring(typed.indexOf('T')).matches("T[0-9:.]+");
            return local
                    ? LocalDateTime.parse(typed).atZone(ZoneId.systemDefault()).toInstant()
                    : OffsetDateTime.parse(typed).toInstant();
        } catch (DateTimeException e) {
            throw new Problem(
                    ProblemCode.INVALID,
                    option + " must be such as 2026-12-01 or 2026-12-01T06:00:00Z, but is " + text,
                    "",
                    e);
        }
    }
}
