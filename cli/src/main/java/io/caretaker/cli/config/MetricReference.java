package io.caretaker.cli.config;

import io.caretaker.core.health.MetricCatalogue;
import io.caretaker.core.health.MetricNames;
import io.caretaker.core.health.Threshold;
import io.caretaker.core.health.Thresholds;
import org.jspecify.annotations.Nullable;

/// [MetricCatalogue] as a page for people.
final class MetricReference {
    private static final String INTRODUCTION =
            """
            # Metrics of databases

            What a health check tells, by the names that `check --format json`, the history and `care.thresholds` use. The
            unit is the name's end. Which of them there are depends on the engine, its version, its role, and on what the
            account may see: what cannot be seen is left out, never 0, and a note says what would show it.

            Rates and shares are of the time since the look before, by the server's own clock; a counter that went back (a
            restart, a reset of the statistics) gives none. What is expensive (sizes, files, tables, the certificate) is read
            every 5 to 60 minutes and told as it was then. PostgreSQL needs nothing but `pg_monitor` for all of it, and
            `pg_stat_statements` in the database that caretaker connects to for the metrics of statements. MySQL and MariaDB
            need what `adopt` gives, and `performance_schema = ON` for the metrics of statements; tables of other engines
            than InnoDB are seen with `SHOW VIEW` on `*.*` or any other right on them.

            The score begins at 100 and loses 10 for each warning and 25 for each critical alert.
            """;

    private MetricReference() {}

    static String text() {
        var page = new StringBuilder(INTRODUCTION);
        for (MetricCatalogue.Group group : MetricCatalogue.groups()) {
            page.append("\n## ").append(group.title()).append("\n\n");
            page.append(
                    "| metric | meaning | warning | critical | lasting |\n|---|---|---|---|---|\n");
            group.meanings().forEach((name, meaning) -> row(page, name, meaning));
        }
        return page.toString();
    }

    private static void row(StringBuilder page, String name, String meaning) {
        @Nullable Threshold threshold = Thresholds.DEFAULT.of(name);
        page.append("| `").append(name).append("` | ").append(meaning).append(" | ");
        if (threshold == null) {
            page.append("| | |\n");
            return;
        }
        String from = threshold.below() ? "≤ " : "≥ ";
        page.append(limit(name, from, threshold.warning()))
                .append(" | ")
                .append(limit(name, from, threshold.critical()))
                .append(" | ")
                .append(threshold.hold().isZero() ? "" : threshold.hold().toSeconds() + " s")
                .append(" |\n");
    }

    private static String limit(String name, String from, @Nullable Double limit) {
        return limit == null ? "" : from + MetricNames.amount(name, limit);
    }
}
