package io.caretaker.web.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What is written about the metrics for Prometheus is what they are.
/// `-Dcaretaker.docs.update=true` writes the page anew.
class PrometheusReferenceTest {
    private static final Path PAGE = Path.of("..", "docs", "reference", "prometheus.md");
    private static final String INTRODUCTION =
            """
            # Metrics for Prometheus

            What `/metrics` tells, in Prometheus' text format or in OpenMetrics. Names begin with `caretaker_`; those of the process
            and of Java are the ones that Prometheus' own libraries use. Units are base units: seconds, bytes, ratios from 0 to 1. What
            is not known is left out, never 0. No label holds a text that people or statements have made.

            Services and databases have the labels `service_id`, `service_type`, `host_id`, `environment` and `region`; hosts have
            the last three. Counters begin at 0 when caretaker starts; those of databases when the server begins to count.
            """;

    @Test
    void the_page_is_what_is_told() throws IOException {
        String text = text();
        if (Boolean.getBoolean("caretaker.docs.update")) {
            Files.writeString(PAGE, text);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(text);
    }

    @Test
    void names_units_and_labels_keep_the_rules_of_prometheus() {
        List<Family> families = MetricsRoutes.families();
        assertThat(families.stream().flatMap(each -> each.series().stream()))
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("(caretaker|process|jvm)_[a-z0-9_]*[a-z0-9]"));
        assertThat(families.stream().map(Family::base)).doesNotHaveDuplicates();
        assertThat(families).allMatch(each -> !each.help().isBlank());
        assertThat(families).allMatch(each -> each.labels().size() <= 6);
    }

    private static String text() {
        var lines = new ArrayList<String>(List.of(INTRODUCTION));
        lines.add("## Services, hosts, healing, people, caretaker itself\n");
        head(lines, "| metric | type | labels | meaning |");
        MetricsRoutes.families().stream()
                .filter(each ->
                        DatabaseSource.all().values().stream()
                                .noneMatch(metric -> metric.family().equals(each)))
                .forEach(each -> lines.add(row(each)));
        lines.add("\n## Databases\n");
        lines.add(
                "Which of them there are depends on the engine, its version and its role: [metrics of databases](metrics.md).\n");
        head(lines, "| metric | type | in caretaker | factor | meaning |");
        DatabaseSource.all().values().forEach(each -> lines.add(row(each)));
        return String.join("\n", lines) + "\n";
    }

    private static void head(List<String> lines, String names) {
        lines.add(names);
        lines.add(names.replaceAll("[a-z ]+", "---"));
    }

    private static String kind(Family family) {
        return family.kind().name().toLowerCase(Locale.ROOT);
    }

    private static String row(Family family) {
        String labels =
                family.labels().stream()
                        .map(each -> "`" + each + "`")
                        .collect(Collectors.joining(", "));
        return "| `%s` | %s | %s | %s |"
                .formatted(family.name(), kind(family), labels, family.help());
    }

    private static String row(DatabaseMetric metric) {
        String factor =
                metric.factor() == 1
                        ? ""
                        : metric.factor() > 1
                                ? "× " + Math.round(metric.factor())
                                : "÷ " + Math.round(1 / metric.factor());
        String meaning =
                metric.alias() == null
                        ? metric.family().help()
                        : "the same as `" + metric.alias() + "`, which counts where both are there";
        return "| `%s` | %s | `%s` | %s | %s |"
                .formatted(
                        metric.family().name(),
                        kind(metric.family()),
                        metric.metric(),
                        factor,
                        meaning);
    }
}
