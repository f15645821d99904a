package io.caretaker.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.cli.CommandLineRig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenCommandsIT {
    @TempDir Path directory;

    private CommandLineRig rig = new CommandLineRig(Path.of(""));

    @BeforeEach
    void open() {
        rig = new CommandLineRig(directory);
    }

    @Test
    void a_token_is_shown_once_and_kept_as_a_hash() throws Exception {
        var made = rig.run("token", "create", "anna", "--role", "operator", "--expires", "90d");
        assertThat(made.code()).isZero();
        assertThat(made.out()).matches("ct_[A-Za-z0-9_-]{43}\\R");
        assertThat(made.err()).contains("anna (operator, until", "shown this once");

        Path file = rig.state().resolve("access/tokens.json");
        assertThat(Files.readString(file)).contains("anna").doesNotContain(made.out().strip());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(rig.run("token", "list").out())
                .contains("anna", "operator", "never")
                .doesNotContain("ct_");
        assertThat(rig.run("token", "list", "--format", "json").out())
                .contains("\"role\": \"operator\"", "\"last_used_at\": null")
                .doesNotContain("hash");
        assertThat(rig.run("audit").out()).contains("token.create", "anna");
    }

    @Test
    void a_name_is_given_once_and_free_again_when_it_is_revoked() {
        assertThat(rig.run("token", "create", "anna", "--role", "viewer").code()).isZero();
        var again = rig.run("token", "create", "anna", "--role", "admin");
        assertThat(again.code()).isNotZero();
        assertThat(again.err()).contains("there is a token anna");
        assertThat(rig.run("token", "revoke", "anna").out()).startsWith("Revoked: anna (");
        assertThat(rig.run("token", "list").out()).isEqualTo("There are no tokens.\n");
        assertThat(rig.run("token", "create", "anna", "--role", "admin").code()).isZero();
        assertThat(rig.run("token", "revoke", "bob").err()).contains("there is no token bob");
        assertThat(rig.run("audit").out()).contains("token.revoke");
    }

    @Test
    void a_damaged_file_is_said_and_not_written_over() throws Exception {
        rig.run("token", "create", "anna", "--role", "viewer");
        Path file = rig.state().resolve("access/tokens.json");
        Files.writeString(file, "{\"version\":");
        var made = rig.run("token", "create", "bob", "--role", "viewer");

        assertThat(made.code()).isNotZero();
        assertThat(made.out()).isEmpty();
        assertThat(made.err()).contains("is damaged");
        assertThat(Files.readString(file)).isEqualTo("{\"version\":");
    }
}
