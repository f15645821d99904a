package io.caretaker.web.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.server.keep.JsonLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The dashboards keep to Grafana's model of a dashboard.
///
/// Source: Grafana 10, JSON model of dashboards and of panels: a grid of 24 columns.
class DashboardModelTest {
    private static final int COLUMNS = 24;
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?([a-z_]+)");
    private static final Set<String> PANELS = Set.of("row", "stat", "table", "timeseries");

    static List<Path> dashboards() throws IOException {
        return IntegrationsTest.dashboards();
    }

    private record Cell(long x, long y) {}

    @ParameterizedTest
    @MethodSource("dashboards")
    void panels_have_a_number_of_their_own_and_stand_beside_each_other(Path file)
            throws IOException {
        var ids = new HashSet<Object>();
        var taken = new HashSet<Cell>();
        for (Map<?, ?> panel : maps(read(file).get("panels"))) {
            Object title = panel.get("title");
            assertThat(ids.add(panel.get("id"))).as("id of %s", title).isTrue();
            assertThat(PANELS).contains(String.valueOf(panel.get("type")));
            Map<?, ?> place = map(panel.get("gridPos"));
            long x = number(place, "x");
            long y = number(place, "y");
            assertThat(x).isNotNegative();
            assertThat(y).isNotNegative();
            assertThat(x + number(place, "w")).as("right side of %s", title).isBetween(1L, 24L);
            for (long column = x; column < x + number(place, "w"); column++) {
                for (long line = y; line < y + number(place, "h"); line++) {
                    assertThat(taken.add(new Cell(column, line)))
                            .as("%s lies over another", title)
                            .isTrue();
                }
            }
        }
        assertThat(taken).allMatch(cell -> cell.x() < COLUMNS);
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void every_question_goes_to_the_chosen_source_with_variables_that_are_there(Path file)
            throws IOException {
        Map<?, ?> dashboard = read(file);
        var names = new ArrayList<String>();
        for (Map<?, ?> variable : maps(map(dashboard.get("templating")).get("list"))) {
            names.add(String.valueOf(variable.get("name")));
            if (!"datasource".equals(variable.get("type"))) {
                chosen(variable);
            }
        }
        assertThat(names).contains("datasource").doesNotHaveDuplicates();
        for (Map<?, ?> panel : maps(dashboard.get("panels"))) {
            if ("row".equals(panel.get("type"))) {
                continue;
            }
            chosen(panel);
            var letters = new ArrayList<String>();
            for (Map<?, ?> target : maps(panel.get("targets"))) {
                chosen(target);
                letters.add(String.valueOf(target.get("refId")));
                String asked = String.valueOf(target.get("expr"));
                assertThat(asked).isNotBlank();
                assertThat(names)
                        .containsAll(
                                VARIABLE.matcher(asked)
                                        .results()
                                        .map(each -> each.group(1))
                                        .toList());
            }
            assertThat(letters).isNotEmpty().doesNotHaveDuplicates();
        }
    }

    private static void chosen(Map<?, ?> part) {
        assertThat(map(part.get("datasource")))
                .as(String.valueOf(part))
                .isEqualTo(Map.of("type", "prometheus", "uid", "${datasource}"));
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void it_can_be_imported_more_than_once_and_is_found_by_its_tag(Path file) throws IOException {
        Map<?, ?> dashboard = read(file);

        assertThat(dashboard.get("id")).as("the number of one Grafana").isNull();
        assertThat(String.valueOf(dashboard.get("uid")))
                .isEqualTo(String.valueOf(file.getFileName()).replace(".json", ""))
                .hasSizeLessThanOrEqualTo(40);
        assertThat(String.valueOf(dashboard.get("title"))).isNotBlank();
        assertThat(String.valueOf(dashboard.get("tags"))).contains("caretaker");
        assertThat(number(dashboard, "schemaVersion")).as("Grafana 10").isBetween(36L, 38L);
    }

    private static Map<?, ?> read(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return JsonLine.read(String.join(" ", lines.toList()));
        }
    }

    private static Map<?, ?> map(@Nullable Object value) {
        assertThat(value).isInstanceOf(Map.class);
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    private static List<Map<?, ?>> maps(@Nullable Object value) {
        var found = new ArrayList<Map<?, ?>>();
        if (value instanceof List<?> list) {
            list.forEach(each -> found.add(map(each)));
        }
        return found;
    }

    private static long number(Map<?, ?> fields, String name) {
        Object value = fields.get(name);
        assertThat(value).as(name).isInstanceOf(Number.class);
        return value instanceof Number number ? number.longValue() : -1;
    }
}
