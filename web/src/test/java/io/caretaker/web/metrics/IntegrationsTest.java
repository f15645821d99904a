package io.caretaker.web.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// No panel and no rule asks for a metric that is not there.
class IntegrationsTest {
    private static final Path HOME = Path.of("..", "integrations");
    private static final Pattern METRIC =
            Pattern.compile("\\b(?:caretaker|process|jvm)_[a-z0-9_]+");
    private static final Pattern RULE = Pattern.compile("(?m)^ +expr: (.*)$");
    private static final Set<String> SERIES =
            MetricsRoutes.families().stream()
                    .flatMap(each -> each.series().stream())
                    .collect(Collectors.toSet());

    static List<Path> dashboards() throws IOException {
        try (Stream<Path> files = Files.list(HOME.resolve("grafana"))) {
            return files.filter(each -> each.toString().endsWith(".json")).sorted().toList();
        }
    }

    /// All texts under these names, wherever they stand.
    private static List<String> texts(Path file, Set<String> names) throws IOException {
        try (JsonParser json =
                new JsonFactory().createParser(ObjectReadContext.empty(), Files.readString(file))) {
            var found = new ArrayList<String>();
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                String name = json.currentName();
                if (token == JsonToken.VALUE_STRING && name != null && names.contains(name)) {
                    found.add(json.getString());
                }
            }
            return found;
        }
    }

    private static Set<String> metrics(List<String> expressions) {
        var found = new TreeSet<String>();
        for (String each : expressions) {
            METRIC.matcher(each).results().forEach(result -> found.add(result.group()));
        }
        return found;
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void a_dashboard_asks_only_for_what_is_told(Path file) throws IOException {
        List<String> expressions = texts(file, Set.of("expr", "definition", "query"));
        assertThat(expressions).hasSizeGreaterThan(9);
        assertThat(SERIES).containsAll(metrics(expressions));
        assertThat(texts(file, Set.of("expr"))).allMatch(each -> METRIC.matcher(each).find());
        assertThat(texts(file, Set.of("uid"))).contains("${datasource}");
    }

    @Test
    void there_is_a_dashboard_for_the_fleet_a_service_each_engine_and_caretaker_itself()
            throws IOException {
        assertThat(dashboards())
                .extracting(each -> each.getFileName().toString())
                .containsExactly(
                        "caretaker-fleet.json",
                        "caretaker-mongodb.json",
                        "caretaker-mysql.json",
                        "caretaker-postgresql.json",
                        "caretaker-self.json",
                        "caretaker-service.json");
    }

    @Test
    void every_rule_asks_only_for_what_is_told() throws IOException {
        String text = Files.readString(HOME.resolve("prometheus/caretaker.rules.yml"));
        List<String> expressions =
                RULE.matcher(text).results().map(result -> result.group(1)).toList();
        assertThat(expressions).hasSizeGreaterThan(15);
        assertThat(SERIES).containsAll(metrics(expressions));
        assertThat(text.lines().filter(line -> line.contains("- alert:")))
                .hasSameSizeAs(expressions);
    }
}
