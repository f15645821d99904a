package io.caretaker.server.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.document.FieldProblem;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.secret.Secret;
import io.caretaker.core.secret.SecretReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EntryProblemsTest {
    @TempDir Path directory;

    @Test
    void what_an_entry_is_refused_for_is_told_apart_by_field() {
        Problem problem =
                EntryEdit.invalid(
                        new EntryKind.Hosts(),
                        "web1",
                        List.of(
                                new FieldProblem("ssh_config.port", "must be a number", "", false),
                                new FieldProblem("", "'ip_address' is missing", "", false)));

        assertThat(EntryProblems.of(problem).byField())
                .isEqualTo(
                        Map.of("ssh_config.port", "must be a number", "ip_address", "is needed"));
    }

    @Test
    void what_is_not_about_fields_stays_a_sentence() {
        var problem = new Problem(ProblemCode.DUPLICATE, "there is a host 'web1' already", "");

        assertThat(EntryProblems.of(problem))
                .isEqualTo(new EntryProblems(Map.of(), List.of("there is a host 'web1' already")));
    }

    @Test
    void a_password_is_kept_where_only_its_owner_reads_it() throws IOException {
        var credentials = new Credentials(directory.resolve("credentials"));
        SecretReference.FromFile kept = credentials.keep("svc_a", Secret.of("s3cret"));

        Path file = Path.of(kept.path());
        assertThat(file).hasContent("s3cret");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        credentials.keep("svc_a", Secret.of("another"));
        assertThat(file).hasContent("another");
        credentials.forget(kept);
        assertThat(file).doesNotExist();
        assertThat(file.getParent()).isEmptyDirectory();
    }
}
