package io.caretaker.web.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caretaker.core.problem.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityTest {
    @TempDir Path folder;

    @Test
    void keys_of_all_usual_kinds_are_read() {
        TlsFiles rsa = Keys.make(folder, "rsa", "rsa:2048");
        TlsFiles curve = Keys.make(folder, "ec", "ec", "-pkeyopt", "ec_paramgen_curve:P-256");
        TlsFiles edwards = Keys.make(folder, "ed", "ed25519");

        assertThat(Identity.read(rsa).key().getAlgorithm()).isEqualTo("RSA");
        assertThat(Identity.read(curve).key().getAlgorithm()).isEqualTo("EC");
        assertThat(Identity.read(edwards).key().getAlgorithm()).isEqualTo("EdDSA");
    }

    @Test
    void keys_of_the_older_forms_are_read() throws Exception {
        TlsFiles rsa = Keys.converted(Keys.make(folder, "rsa", "rsa:2048"), "rsa", "-traditional");
        TlsFiles curve =
                Keys.converted(
                        Keys.make(folder, "ec", "ec", "-pkeyopt", "ec_paramgen_curve:P-384"), "ec");

        assertThat(Files.readString(rsa.key())).contains("BEGIN RSA PRIVATE KEY");
        assertThat(Files.readString(curve.key())).contains("BEGIN EC PRIVATE KEY");
        assertThat(Identity.read(rsa).key().getAlgorithm()).isEqualTo("RSA");
        assertThat(Identity.read(curve).key().getAlgorithm()).isEqualTo("EC");
    }

    @Test
    void what_is_wrong_with_the_files_is_said() throws Exception {
        TlsFiles good = Keys.make(folder, "one", "rsa:2048");
        TlsFiles other = Keys.make(folder, "two", "rsa:2048");
        TlsFiles curve = Keys.make(folder, "ed", "ed25519");

        refused(new TlsFiles(good.certificate(), other.key()), "is not that of the certificate");
        refused(new TlsFiles(good.certificate(), curve.key()), "holds no RSA key");
        refused(new TlsFiles(good.key(), good.key()), "holds no certificate");
        refused(new TlsFiles(good.certificate(), good.certificate()), "mode");
        refused(new TlsFiles(good.certificate(), folder.resolve("none")), "does not exist");
        refused(Keys.converted(good, "pkey", "-aes256", "-passout", "pass:secret"), "is encrypted");
        Files.setPosixFilePermissions(good.key(), PosixFilePermissions.fromString("rw-r--r--"));
        refused(good, "0644");
        Files.setPosixFilePermissions(good.key(), PosixFilePermissions.fromString("rw-r-----"));
        assertThat(Identity.read(good).toString()).contains("CN=one");
    }

    private static void refused(TlsFiles files, String words) {
        assertThatThrownBy(() -> Identity.read(files))
                .isInstanceOf(Problem.class)
                .hasMessageContaining(words);
    }
}
