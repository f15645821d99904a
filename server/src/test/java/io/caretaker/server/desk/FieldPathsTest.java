package io.caretaker.server.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caretaker.core.problem.Problem;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FieldPathsTest {
    private final Map<String, @Nullable Object> document =
            FieldPaths.copy(
                    Map.of(
                            "name", "a",
                            "tags", List.of("x"),
                            "monitoring", Map.of("interval_sec", 60)));

    @Test
    void a_nested_field_is_changed_and_its_neighbours_stay() {
        Map<String, @Nullable Object> before = FieldPaths.copy(document);
        FieldPaths.set(document, "monitoring.interval_sec", 30);
        assertThat(FieldPaths.differences(before, document))
                .containsExactly(Map.entry("monitoring.interval_sec", "60 → 30"));
    }

    @Test
    void a_list_takes_texts_between_commas() {
        FieldPaths.set(document, "tags", "y, z");
        assertThat(document.get("tags")).isEqualTo(List.of("y", "z"));
    }

    @Test
    void null_takes_a_field_out() {
        FieldPaths.set(document, "name", null);
        assertThat(document).doesNotContainKey("name");
    }

    @Test
    void a_path_through_something_that_is_no_object_is_refused() {
        assertThatThrownBy(() -> FieldPaths.set(document, "name.first", "b"))
                .isInstanceOf(Problem.class)
                .hasMessage("name.first: 'name' is not an object");
    }
}
