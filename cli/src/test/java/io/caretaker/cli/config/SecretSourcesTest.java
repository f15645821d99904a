package io.caretaker.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.secret.SecretReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretSourcesTest {
    @TempDir private Path directory;

    private final SecretSources sources =
            new SecretSources(Map.of("A", "of the environment"), Map.of("A", "x", "B", "of .env"));

    @Test
    void takes_variables_and_then_the_env_file() {
        assertThat(variable("A")).isEqualTo("of the environment");
        assertThat(variable("B")).isEqualTo("of .env");
        assertThatThrownBy(() -> variable("C")).hasMessageContaining("'C'");
    }

    private String variable(String name) {
        return sources.resolve(new SecretReference.FromEnvironment(name)).reveal();
    }

    @Test
    void takes_the_first_line_of_a_closed_file() throws IOException {
        Path file = file("rw-------", "s3cret \r\nsecond\n");
        assertThat(sources.resolve(new SecretReference.FromFile(file.toString())).reveal())
                .isEqualTo("s3cret ");
    }

    @Test
    void refuses_a_file_that_others_may_read_and_says_how_to_close_it() throws IOException {
        Path file = file("rw-r-----", "s3cret\n");
        Problem problem = refused(new SecretReference.FromFile(file.toString()));
        assertThat(problem.code()).isEqualTo(ProblemCode.DENIED);
        assertThat(problem.message()).contains("mode 0640").doesNotContain("s3cret");
        assertThat(problem.hint()).isEqualTo("chmod 0600 " + file);
    }

    @Test
    void refuses_what_is_no_file_or_empty() throws IOException {
        assertThat(refused(new SecretReference.FromFile("/does/not/exist")).code())
                .isEqualTo(ProblemCode.NOT_FOUND);
        assertThat(refused(new SecretReference.FromFile(directory.toString())).message())
                .contains("is not a file");
        String empty = file("rw-------", "").toString();
        assertThat(refused(new SecretReference.FromFile(empty)).message()).contains("is empty");
    }

    @Test
    void takes_the_first_line_that_a_command_prints() {
        var command = new SecretReference.FromCommand(List.of("printf", "%s\n", "a b", "c"));
        assertThat(sources.resolve(command).reveal()).isEqualTo("a b");
    }

    @Test
    void tells_nothing_of_what_a_failing_command_said() {
        var command =
                new SecretReference.FromCommand(
                        List.of("sh", "-c", "echo hunter2; echo hunter2 >&2; exit 3"));
        Problem problem = refused(command);
        assertThat(problem.message()).isEqualTo("the secret command sh ended with code 3");
        assertThat(refused(new SecretReference.FromCommand(List.of("/no/such"))).message())
                .contains("cannot be run");
    }

    @Test
    void ends_a_command_that_takes_too_long() {
        var command = List.of("sh", "-c", "sleep 20");
        assertThatThrownBy(() -> SecretCommand.run(command, Duration.ofMillis(300)))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("took longer");
    }

    @Test
    void does_not_wait_for_a_child_that_holds_the_pipe() {
        var command = List.of("sh", "-c", "echo s3cret; sleep 20 & exit 0");
        Instant start = Instant.now();
        assertThat(SecretCommand.run(command, Duration.ofSeconds(10)).reveal()).isEqualTo("s3cret");
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(9));
    }

    private Problem refused(SecretReference reference) {
        return catchThrowableOfType(Problem.class, () -> sources.resolve(reference));
    }

    private Path file(String mode, String text) throws IOException {
        Path file = Files.createTempFile(directory, "secret", "");
        Files.writeString(file, text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }
}
