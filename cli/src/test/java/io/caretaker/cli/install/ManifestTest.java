package io.caretaker.cli.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caretaker.core.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestTest {
    private static final Path UNIT = Path.of("/etc/systemd/system/caretaker.service");

    @TempDir Path directory;

    @Test
    void remembers_what_was_made() {
        Assumptions.assumeTrue(System.getProperty("user.name", "").equals("root"));
        Path file = directory.resolve("installed.json");
        Manifest manifest = Manifest.read(file);
        manifest.choose("user", "caretaker");
        manifest.choose("prefix", "/opt/caretaker");
        manifest.written(UNIT, "old");
        // Between this and the file itself caretaker may be killed: both are ours.
        manifest.writes(UNIT, "new");
        manifest.keeps(Path.of("/etc/caretaker/caretaker.env"));
        manifest.link(Path.of("/usr/local/bin/caretaker"), Path.of("/opt/caretaker/current"));
        manifest.save();

        Manifest again = Manifest.read(file);

        assertThat(again.exists()).isTrue();
        assertThat(again.choice("user")).isEqualTo("caretaker");
        assertThat(again.wrote(UNIT, "old")).isTrue();
        assertThat(again.wrote(UNIT, "new")).isTrue();
        assertThat(again.wrote(UNIT, "a person's")).isFalse();
        assertThat(again.keeping(Path.of("/etc/caretaker/caretaker.env"))).isTrue();
        assertThat(again.links())
                .containsEntry("/usr/local/bin/caretaker", "/opt/caretaker/current");
    }

    @Test
    void what_stays_after_a_removal_is_remembered_so_that_it_can_be_purged() {
        Path settings = Path.of("/etc/caretaker/caretaker.yaml");
        Manifest manifest = Manifest.read(directory.resolve("installed.json"));
        manifest.choose("prefix", "/opt/caretaker");
        manifest.choose("user_created", "caretaker");
        manifest.written(UNIT, "unit");
        manifest.written(settings, "settings");
        manifest.keeps(settings);

        manifest.retire();

        assertThat(manifest.exists()).isFalse();
        assertThat(manifest.remains()).isTrue();
        assertThat(manifest.files()).containsExactly(settings);
        assertThat(manifest.choice("user_created")).isEqualTo("caretaker");
    }

    @Test
    void a_damaged_one_is_not_taken_for_an_empty_one() throws IOException {
        Path file = Files.writeString(directory.resolve("installed.json"), "{\"choices\": [");

        assertThatThrownBy(() -> Manifest.read(file))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("cannot be read");
    }

    @Test
    void a_symbolic_link_is_never_taken_for_a_file_of_ours() throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), "x");
        Path link = Files.createSymbolicLink(directory.resolve("link"), secret);

        assertThat(SystemFiles.checksum(link)).isEqualTo("none");
        assertThat(SystemFiles.checksum(secret)).isEqualTo(SystemFiles.checksum("x"));
        assertThat(SystemFiles.checksum(directory.resolve("missing"))).isNull();
    }
}
