package io.caretaker.cli.render;

import io.caretaker.core.health.HealthReport;
import io.caretaker.core.status.Status;
import io.caretaker.server.watch.CheckResult;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A check as monitoring plugins print it: one line with performance data, one more line for each
/// service when there are several, exit code 0, 1, 2 or 3.
public final class PluginLine {
    /// The exit code of what cannot be told.
    public static final int UNKNOWN = 3;

    private static final int DECIMALS = 6;

    private PluginLine() {}

    /// The worst of all: critical before unknown before warning.
    public static int exitCode(CheckReport report) {
        if (report.down() > 0 || report.critical()) {
            return 2;
        }
        if (report.results().isEmpty() || report.count(Status.UNKNOWN) > 0) {
            return UNKNOWN;
        }
        return report.allWell() ? 0 : 1;
    }

    public static String of(CheckReport report) {
        return report.results().size() == 1 ? one(report) : several(report);
    }

    private static String one(CheckReport report) {
        CheckResult result = report.results().getFirst();
        var data = new ArrayList<String>();
        data.add(seconds("response_time", result));
        result.reply()
                .metrics()
                .values()
                .forEach((name, value) -> data.add(label(name) + "=" + number(value) + unit(name)));
        return word(exitCode(report))
                + " - "
                + safe(result.service().label() + ": " + result.reply().outcome().message())
                + " | "
                + String.join(" ", data)
                + "\n";
    }

    private static String several(CheckReport report) {
        List<String> data =
                report.results().stream()
                        .map(result -> seconds(result.service().id().value(), result))
                        .toList();
        var text = new StringBuilder(word(exitCode(report)));
        text.append(" - ").append(safe(report.sentence()));
        if (!data.isEmpty()) {
            text.append(" | ").append(String.join(" ", data));
        }
        text.append('\n');
        for (CheckResult result : report.results()) {
            HealthReport health = report.healthOf(result);
            if (health != null) {
                text.append(HealthPluginLine.brief(health));
                continue;
            }
            text.append(Texts.word(report.status(result)).toUpperCase(Locale.ROOT))
                    .append(": ")
                    .append(safe(result.service().id() + ": " + result.reply().outcome().message()))
                    .append('\n');
        }
        return text.toString();
    }

    /// What could not be checked at all; goes with the exit code 3.
    public static String notChecked(String why) {
        return word(UNKNOWN) + " - " + safe(why) + "\n";
    }

    static String word(int code) {
        return switch (code) {
            case 0 -> "OK";
            case 1 -> "WARNING";
            case 2 -> "CRITICAL";
            default -> "UNKNOWN";
        };
    }

    private static String seconds(String name, CheckResult result) {
        return label(name) + "=" + number(result.took().toNanos() / 1e9) + "s";
    }

    /// In quotes, with a quote doubled; an equals sign is not allowed at all.
    static String label(String name) {
        return "'" + name.replace("'", "''").replace('=', '_') + "'";
    }

    static String number(double value) {
        BigDecimal plain = BigDecimal.valueOf(value).setScale(DECIMALS, RoundingMode.HALF_UP);
        return plain.signum() == 0 ? "0" : plain.stripTrailingZeros().toPlainString();
    }

    static String unit(String name) {
        if (name.endsWith("_seconds") || name.endsWith("_s")) {
            return "s";
        }
        if (name.endsWith("_ms")) {
            return "ms";
        }
        if (name.endsWith("_bytes")) {
            return "B";
        }
        boolean share =
                name.endsWith("_usage") || name.endsWith("_percent") || name.endsWith("_ratio");
        return share ? "%" : "";
    }

    static String safe(String text) {
        return text.replace('|', '/').replaceAll("\\s+", " ").strip();
    }
}
