package io.caretaker.cli.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotatingFileTest {
    @TempDir Path directory;

    @Test
    void a_full_file_is_set_aside_and_the_oldest_goes() {
        Path path = directory.resolve("log/caretaker.log");
        try (var file = new RotatingFile(path, 10, 2)) {
            file.write("first 789\n");
            file.write("second\n");
            file.write("third 789\n");
            file.write("fourth\n");
        }
        assertThat(path).hasContent("fourth");
        assertThat(path.resolveSibling("caretaker.log.1")).hasContent("third 789");
        assertThat(path.resolveSibling("caretaker.log.2")).hasContent("second");
        assertThat(path.resolveSibling("caretaker.log.3")).doesNotExist();
    }

    @Test
    void a_file_of_an_earlier_run_is_continued() {
        Path path = directory.resolve("caretaker.log");
        try (var file = new RotatingFile(path, 100, 2)) {
            file.write("one\n");
        }
        try (var file = new RotatingFile(path, 100, 2)) {
            file.write("two\n");
        }
        assertThat(path).hasContent("one\ntwo");
    }

    @Test
    void what_cannot_be_written_stops_nothing() {
        try (var file = new RotatingFile(Path.of("/proc/no/such/file"), 100, 2)) {
            file.write("lost\n");
        }
    }
}
