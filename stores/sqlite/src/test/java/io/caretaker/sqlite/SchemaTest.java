package io.caretaker.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.sqlite.Schema.Migration;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaTest {
    private static final Schema OLDER =
            new Schema(List.of(new Migration(1, "test-0001-first")), true, 4096);
    private static final Schema NEWER =
            new Schema(
                    List.of(
                            new Migration(1, "test-0001-first"),
                            new Migration(2, "test-0002-second")),
                    true,
                    4096);
    private static final Schema BROKEN =
            new Schema(
                    List.of(
                            new Migration(1, "test-0001-first"),
                            new Migration(2, "test-0002-broken")),
                    true,
                    4096);

    @TempDir Path directory;

    private SqliteFile open() throws SQLException {
        return SqliteFile.forWriting(directory.resolve("test.db"), 4096);
    }

    private static List<String> applied(SqliteFile file) throws SQLException {
        return file.list(
                "SELECT number || ' ' || name FROM schema_migrations ORDER BY number",
                row -> row.getString(1));
    }

    @Test
    void an_empty_file_gets_every_migration_once() throws SQLException {
        try (SqliteFile file = open()) {
            NEWER.migrate(file);
            NEWER.migrate(file);

            assertThat(applied(file)).containsExactly("1 test-0001-first", "2 test-0002-second");
            assertThat(NEWER.readable(file)).isTrue();
        }
    }

    @Test
    void an_older_file_keeps_its_content() throws SQLException {
        try (SqliteFile file = open()) {
            OLDER.migrate(file);
            file.update("INSERT INTO things VALUES (1)");
        }

        try (SqliteFile file = open()) {
            NEWER.migrate(file);

            assertThat(file.number("SELECT id + more FROM things")).isEqualTo(8);
        }
    }

    @Test
    void a_newer_file_is_refused_and_left_alone() throws SQLException {
        try (SqliteFile file = open()) {
            NEWER.migrate(file);

            assertThatExceptionOfType(Problem.class)
                    .isThrownBy(() -> OLDER.migrate(file))
                    .satisfies(problem -> assertThat(problem.code()).isEqualTo(ProblemCode.INVALID))
                    .satisfies(problem -> assertThat(problem.hint()).contains("upgrade"));
            assertThat(applied(file)).hasSize(2);
        }
    }

    @Test
    void a_reader_does_not_guess_at_an_older_layout() throws SQLException {
        try (SqliteFile file = open()) {
            assertThat(NEWER.readable(file)).isFalse();
            OLDER.migrate(file);

            assertThatExceptionOfType(Problem.class)
                    .isThrownBy(() -> NEWER.readable(file))
                    .withMessageContaining("older caretaker");
        }
    }

    @Test
    void a_migration_that_fails_leaves_nothing_behind() throws SQLException {
        try (SqliteFile file = open()) {
            assertThatExceptionOfType(SQLException.class).isThrownBy(() -> BROKEN.migrate(file));

            assertThat(file.number("SELECT count(*) FROM sqlite_schema")).isZero();
            assertThat(NEWER.readable(file)).isFalse();
            NEWER.migrate(file);
            assertThat(applied(file)).hasSize(2);
        }
    }

    @Test
    void an_older_file_stays_as_it_was_when_its_migration_fails() throws SQLException {
        try (SqliteFile file = open()) {
            OLDER.migrate(file);

            assertThatExceptionOfType(SQLException.class).isThrownBy(() -> BROKEN.migrate(file));

            assertThat(applied(file)).containsExactly("1 test-0001-first");
            assertThat(OLDER.readable(file)).isTrue();
        }
    }

    @Test
    void the_layouts_of_the_store_can_be_made() throws SQLException {
        for (Schema each : List.of(Schema.STORE, Schema.DAY, Schema.ROLLUPS)) {
            Path path = directory.resolve(each.migrations().getFirst().name());
            try (SqliteFile file = SqliteFile.forWriting(path, each.pageSize())) {
                each.migrate(file);

                assertThat(each.readable(file)).isTrue();
                assertThat(file.number("PRAGMA page_size")).isEqualTo(each.pageSize());
                assertThat(file.number("PRAGMA synchronous")).isEqualTo(2);
                assertThat(file.first("PRAGMA journal_mode", row -> row.getString(1)))
                        .contains("wal");
            }
        }
    }
}
