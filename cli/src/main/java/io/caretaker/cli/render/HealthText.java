package io.caretaker.cli.render;

import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.health.Detail;
import io.caretaker.core.health.HealthAlert;
import io.caretaker.core.health.HealthReport;
import io.caretaker.core.health.HealthRules;
import io.caretaker.core.health.HealthStatus;
import io.caretaker.core.health.MetricNames;
import io.caretaker.core.health.Threshold;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A look at a database's health as a page for a person in a hurry: how it is, what is wrong, the
/// key figures, the tables behind them.
///
/// @param verbose everything there is, and how it was judged
public record HealthText(HealthReport report, Style style, boolean verbose) {
    private static final int FEW_ROWS = 5;
    private static final int WIDEST_CELL = 32;
    private static final String GAP = "  ";

    /// Tables that say no more than the figures when they have a single row.
    private static final String CONNECTIONS = "connections_by_";

    private static final String BETWEEN = ", ";

    public String text() {
        var text = new StringBuilder();
        text.append(headline()).append(server()).append(alerts());
        if (report.reached() != null) {
            text.append(figures()).append(details());
        }
        text.append(notes());
        if (verbose) {
            text.append(judgement());
            if (report.reached() != null) {
                text.append(metrics());
            }
        } else if (report.reached() != null) {
            text.append('\n')
                    .append(
                            style.faint(
                                    "--verbose shows every metric, every row and how it was judged."))
                    .append('\n');
        }
        return text.toString();
    }

    private String headline() {
        Integer score = report.score();
        String line =
                report.service().label()
                        + " is "
                        + report.word()
                        + (score == null ? "" : ", score " + score + " of 100")
                        + ".";
        return colour(report.status()).apply(line) + "\n";
    }

    private String server() {
        DatabaseReply.Reached reached = report.reached();
        String line =
                report.target().engine().title()
                        + (reached == null ? "" : " " + reached.version())
                        + " at "
                        + report.target().address()
                        + ", looked at in "
                        + String.format(Locale.ROOT, "%.0f ms", report.took().toNanos() / 1e6);
        return style.faint(line) + "\n";
    }

    private String alerts() {
        DatabaseReply.Reached reached = report.reached();
        if (reached == null) {
            return "\n" + failure() + "\n" + afterFailure();
        }
        if (report.alerts().isEmpty() && reached.notice() == null) {
            return "";
        }
        var text = new StringBuilder("\n");
        for (HealthAlert alert : report.alerts()) {
            String word = String.format(Locale.ROOT, "%-8s", Texts.word(alert.severity()));
            text.append(colour(alert.severity()).apply(word))
                    .append(GAP)
                    .append(capital(alert.message()))
                    .append(".\n");
        }
        if (reached.notice() != null) {
            text.append(String.format(Locale.ROOT, "%-8s", "notice"))
                    .append(GAP)
                    .append(capital(reached.notice()))
                    .append(".\n");
        }
        return text.append(steps(NextSteps.after(report.alerts(), name()))).toString();
    }

    private String afterFailure() {
        return report.reply() instanceof DatabaseReply.Refused refused
                ? steps(NextSteps.after(refused.fault(), name()))
                : "";
    }

    private static String steps(List<String> steps) {
        return steps.stream()
                .map(step -> String.format(Locale.ROOT, "%-8s", "next") + GAP + step + "\n")
                .collect(Collectors.joining());
    }

    private String name() {
        return report.service().id().value();
    }

    private String failure() {
        String details =
                report.reply() instanceof DatabaseReply.Refused refused ? refused.details() : null;
        String line = capital(report.message()) + ".";
        return details == null ? line : line + "\n" + style.faint(plain(details));
    }

    private String figures() {
        var text = new StringBuilder();
        for (KeyFigures.Group group : KeyFigures.GROUPS) {
            List<String> said = new ArrayList<>();
            for (KeyFigures.Figure figure : group.figures()) {
                String one = figure.in(report.metrics());
                if (one != null) {
                    said.add(coloured(figure.metric(), one));
                }
            }
            if (!said.isEmpty()) {
                String title = String.format(Locale.ROOT, "%-12s", group.title());
                text.append(style.bold(title))
                        .append(GAP)
                        .append(String.join(BETWEEN, said))
                        .append('\n');
            }
        }
        return text.isEmpty() ? "" : "\n" + text;
    }

    private String coloured(String metric, String text) {
        return report.alerts().stream()
                .filter(alert -> alert.metric().equals(metric))
                .findFirst()
                .map(alert -> colour(alert.severity()).apply(text))
                .orElse(text);
    }

    private String details() {
        var text = new StringBuilder();
        for (Detail detail : report.details()) {
            boolean plain = detail.rows().size() == 1 && detail.name().startsWith(CONNECTIONS);
            if (!detail.rows().isEmpty() && (verbose || !plain)) {
                text.append('\n').append(style.bold(capital(detail.title()))).append('\n');
                text.append(table(detail));
            }
        }
        return text.toString();
    }

    private String table(Detail detail) {
        List<String> columns = List.copyOf(detail.rows().getFirst().keySet());
        var table = new Table(columns.stream().map(HealthText::head).toArray(String[]::new));
        int shown = verbose ? detail.rows().size() : Math.min(FEW_ROWS, detail.rows().size());
        for (Map<String, @Nullable Object> row : detail.rows().subList(0, shown)) {
            table.add(
                    columns.stream()
                            .map(column -> cell(column, row.get(column), columns))
                            .toArray(String[]::new));
        }
        int left = detail.rows().size() - shown;
        return table.in(style) + (left == 0 ? "" : style.faint("and " + left + " more") + "\n");
    }

    /// Without the unit, which each value has.
    private static String head(String column) {
        return column.replaceFirst("_(bytes|s|seconds|percent)$", "")
                .toUpperCase(Locale.ROOT)
                .replace('_', ' ');
    }

    /// Only the last column may be long, because it is cut to what the terminal has left.
    private static String cell(String column, @Nullable Object value, List<String> columns) {
        String text =
                switch (value) {
                    case null -> "-";
                    case Boolean yes -> yes ? "yes" : "no";
                    case Number number -> MetricNames.amount(column, number.doubleValue());
                    default -> plain(value.toString());
                };
        return column.equals(columns.getLast()) ? text : Texts.cut(text, WIDEST_CELL);
    }

    private String notes() {
        if (report.notes().isEmpty()) {
            return "";
        }
        return report.notes().stream()
                .map(note -> "- " + plain(note) + "\n")
                .collect(Collectors.joining("", "\n" + style.bold("Good to know") + "\n", ""));
    }

    private String judgement() {
        var text = new StringBuilder("\n").append(style.bold("How it was judged")).append('\n');
        Integer score = report.score();
        if (score == null) {
            return text.append("Not judged: ").append(report.message()).append(".\n").toString();
        }
        if (report.reached() == null) {
            return text.append("A server that cannot be worked with has score 0.\n").toString();
        }
        text.append("The score begins at 100; each warning costs ")
                .append(HealthRules.WARNING_COSTS)
                .append(", each critical alert ")
                .append(HealthRules.CRITICAL_COSTS)
                .append(".\n100");
        report.alerts()
                .forEach(alert ->
                        text.append(" - ")
                                .append(
                                        alert.severity() == HealthStatus.CRITICAL
                                                ? HealthRules.CRITICAL_COSTS
                                                : HealthRules.WARNING_COSTS)
                                .append(" (")
                                .append(alert.metric())
                                .append(')'));
        text.append(" = ").append(score);
        text.append(score == 0 ? ", never below 0" : "").append(".\n");
        return text.append(
                        "This is one look: how long a threshold must be passed (FOR) counts only when"
                                + " a daemon watches.\n")
                .toString();
    }

    private String metrics() {
        var table = new Table("METRIC", "VALUE", "WARNING", "CRITICAL", "FOR", "JUDGED");
        report.metrics()
                .values()
                .forEach((metric, value) -> {
                    Threshold threshold = report.thresholds().of(metric);
                    HealthStatus status = threshold == null ? null : threshold.of(value);
                    String judged = status == null ? "-" : Texts.word(status);
                    table.add(
                            Table.Cell.of(metric),
                            Table.Cell.of(MetricNames.amount(metric, value)),
                            Table.Cell.of(limit(metric, threshold, HealthStatus.WARNING)),
                            Table.Cell.of(limit(metric, threshold, HealthStatus.CRITICAL)),
                            Table.Cell.of(hold(threshold)),
                            new Table.Cell(
                                    judged,
                                    status == null
                                            ? style::faint
                                            : cell -> colour(status).apply(cell)));
                });
        return "\n" + table.in(style);
    }

    private static String limit(String metric, @Nullable Threshold threshold, HealthStatus status) {
        Double limit = threshold == null ? null : threshold.limit(status);
        if (threshold == null || limit == null) {
            return "-";
        }
        return (threshold.below() ? "<= " : ">= ") + MetricNames.amount(metric, limit);
    }

    private static String hold(@Nullable Threshold threshold) {
        Duration hold = threshold == null ? Duration.ZERO : threshold.hold();
        return hold.isZero() ? "-" : Texts.duration(hold);
    }

    private UnaryOperator<String> colour(@Nullable HealthStatus status) {
        return switch (status) {
            case HEALTHY -> style::good;
            case CRITICAL -> style::bad;
            case WARNING -> style::doubtful;
            case null -> style::doubtful;
        };
    }

    /// Names in a database are its users' choice: nothing in them may steer the terminal.
    private static String plain(String text) {
        return text.replaceAll("[\\p{Cntrl}&&[^\\s]]", "?");
    }

    private static String capital(String text) {
        return text.isEmpty()
                ? text
                : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
