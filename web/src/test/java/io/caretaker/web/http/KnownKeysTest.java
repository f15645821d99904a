package io.caretaker.web.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.web.http.KnownKeys.Kept;
import io.caretaker.web.http.KnownKeys.Stage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownKeysTest {
    @TempDir Path state;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    private KnownKeys open() {
        return new KnownKeys(state, () -> now);
    }

    private Path file() {
        return state.resolve("access").resolve("requests.jsonl");
    }

    private static Answer.Whole answer(String text) {
        return Answer.text(201, "text/plain", text).with(AnswerHeader.LOCATION, "/there");
    }

    @Test
    void what_was_answered_is_known_after_a_restart() {
        KnownKeys keys = open();
        assertThat(keys.begin("n", "a", false)).isNull();
        keys.done("n", answer("made"));

        Kept kept = Objects.requireNonNull(open().begin("n", "a", false));
        assertThat(kept.stage()).isEqualTo(Stage.DONE);
        Answer.Whole again = Objects.requireNonNull(kept.answer());
        assertThat(new String(again.body(), StandardCharsets.UTF_8)).isEqualTo("made");
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.headers()).containsEntry(AnswerHeader.LOCATION, "/there");
    }

    @Test
    void what_was_not_answered_has_an_unknown_outcome_after_a_restart() {
        open().begin("n", "a", false);

        KnownKeys after = open();
        assertThat(after.begin("n", "a", false)).extracting(Kept::stage).isEqualTo(Stage.UNKNOWN);
        assertThat(after.begin("n", "another", true))
                .extracting(Kept::stage)
                .isEqualTo(Stage.UNKNOWN);
        assertThat(after.begin("n", "a", true)).isNull();
        assertThat(after.begin("n", "a", true)).extracting(Kept::stage).isEqualTo(Stage.RUNNING);
    }

    @Test
    void what_has_just_begun_outlives_a_file_that_is_written_anew() {
        var keys = new KnownKeys(state, () -> now, 20, 1 << 20, 1);
        keys.begin("first", "a", false);
        keys.done("first", answer("made"));
        keys.begin("second", "a", false);

        KnownKeys after = open();
        assertThat(after.begin("second", "a", false))
                .extracting(Kept::stage)
                .isEqualTo(Stage.UNKNOWN);
        assertThat(after.begin("first", "a", false)).extracting(Kept::stage).isEqualTo(Stage.DONE);
    }

    @Test
    void what_was_not_carried_out_may_be_sent_again() {
        KnownKeys keys = open();
        keys.begin("n", "a", false);
        keys.undone("n");
        assertThat(open().begin("n", "a", false)).isNull();
    }

    @Test
    void a_key_is_forgotten_after_a_day() throws IOException {
        KnownKeys keys = open();
        keys.begin("old", "a", false);
        keys.done("old", answer("made"));
        keys.begin("open", "a", false);
        now = now.plus(Duration.ofHours(24)).plusSeconds(1);
        KnownKeys later = open();
        assertThat(later.begin("new", "a", false)).isNull();
        assertThat(Files.readString(file())).contains("\"new\"").doesNotContain("\"old\"");
        assertThat(later.begin("old", "a", false)).isNull();
        assertThat(later.begin("open", "a", false)).isNull();
    }

    @Test
    void of_many_the_oldest_answered_are_forgotten_and_none_whose_outcome_is_unknown() {
        var keys = new KnownKeys(state, () -> now, 20, 1 << 20, 1 << 20);
        keys.begin("unknown", "a", false);
        keys.unknown("unknown");
        for (int i = 0; i < 21; i++) {
            keys.begin("n" + i, "a", false);
            keys.done("n" + i, answer("x"));
        }
        assertThat(keys.begin("n20", "a", false)).isNotNull();
        assertThat(keys.begin("n0", "a", false)).isNull();
        assertThat(keys.begin("unknown", "a", false)).isNotNull();
    }

    @Test
    void answers_that_are_too_much_are_forgotten_but_not_that_there_was_one() throws IOException {
        String large = "x".repeat(1 << 20);
        KnownKeys keys = open();
        for (int i = 0; i < 20; i++) {
            keys.begin("n" + i, "a", false);
            keys.done("n" + i, answer(large));
        }
        Kept first = Objects.requireNonNull(open().begin("n0", "a", false));
        assertThat(first.stage()).isEqualTo(Stage.DONE);
        assertThat(first.status()).isEqualTo(201);
        assertThat(first.answer()).isNull();
        assertThat(open().begin("n19", "a", false)).extracting(Kept::answer).isNotNull();
        assertThat(Files.size(file())).isLessThan(32L << 20);
    }

    @Test
    void a_torn_or_damaged_line_costs_only_itself() throws IOException {
        KnownKeys keys = open();
        keys.begin("n", "a", false);
        keys.done("n", answer("made"));
        Files.writeString(file(), "{\"name\":\"m\",\"as", StandardOpenOption.APPEND);

        KnownKeys after = open();
        assertThat(after.begin("n", "a", false)).isNotNull();
        assertThat(after.begin("m", "a", false)).isNull();
        assertThat(open().begin("m", "a", false)).isNotNull();
    }

    @Test
    void nothing_is_carried_out_whose_key_cannot_be_written_down() throws IOException {
        KnownKeys keys = open();
        keys.begin("n", "a", false);
        Files.delete(file());
        Files.createDirectory(file());
        assertThatThrownBy(() -> keys.begin("m", "a", false))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem ->
                                assertThat(problem.code()).isEqualTo(ProblemCode.STORE_UNWRITABLE))
                .hasMessageStartingWith("nothing was done");
    }

    @Test
    void the_file_is_for_its_owner_only() throws IOException {
        open().begin("n", "a", false);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }
}
