package io.caretaker.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caretaker.core.problem.Problem;
import io.caretaker.web.tls.Keys;
import io.caretaker.web.tls.TlsFiles;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
    @TempDir Path directory;

    /// Connects, and asks for a page; the certificate that was shown and the answer.
    private record Seen(String subject, String answer) {}

    private static Seen look(URI address, SSLContext trust, String... protocols)
            throws IOException {
        try (SSLSocket socket =
                (SSLSocket)
                        trust.getSocketFactory()
                                .createSocket(address.getHost(), address.getPort())) {
            if (protocols.length > 0) {
                socket.setEnabledProtocols(protocols);
            }
            socket.setSoTimeout(20_000);
            socket.startHandshake();
            var shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            socket.getOutputStream()
                    .write(
                            "GET /login HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
            String answer =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Seen(shown.getSubjectX500Principal().getName(), answer);
        }
    }

    private static SSLContext trusting(Path... certificates) {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            for (Path each : certificates) {
                try (InputStream in = Files.newInputStream(each)) {
                    trusted.setCertificateEntry(
                            String.valueOf(each.getFileName()),
                            CertificateFactory.getInstance("X.509").generateCertificate(in));
                }
            }
            TrustManagerFactory managers =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_browser_that_trusts_the_certificate_is_answered_by_new_versions_of_tls_only()
            throws Exception {
        TlsFiles files = Keys.make(directory, "first", "rsa:2048");
        try (var rig = FaceRig.in(directory.resolve("state"), FaceRig.free().with(files))) {
            URI address = rig.address("/");
            assertThat(address.getScheme()).isEqualTo("https");
            SSLContext trust = trusting(files.certificate());

            Seen seen = look(address, trust);
            assertThat(seen.subject()).isEqualTo("CN=first");
            assertThat(seen.answer())
                    .startsWith("HTTP/1.1 200")
                    .containsIgnoringCase("Strict-transport-security: max-age=");
            assertThat(look(address, trust, "TLSv1.2").answer()).startsWith("HTTP/1.1 200");
            assertThatThrownBy(() -> look(address, trust, "TLSv1.1"))
                    .isInstanceOf(SSLHandshakeException.class);
            assertThatThrownBy(() -> look(address, trusting())).isInstanceOf(Exception.class);
        }
    }

    @Test
    void a_renewed_certificate_is_shown_by_itself_and_a_bad_one_is_not() throws Exception {
        TlsFiles files = Keys.make(directory, "first", "ec", "-pkeyopt", "ec_paramgen_curve:P-256");
        TlsFiles renewed = Keys.make(directory, "second", "rsa:2048");
        Path old = Files.copy(files.certificate(), directory.resolve("old.crt"));
        try (var rig = FaceRig.in(directory.resolve("state"), FaceRig.free().with(files))) {
            SSLContext trust = trusting(old, renewed.certificate());
            assertThat(look(rig.address("/"), trust).subject()).isEqualTo("CN=first");

            // Only one of the two has been replaced: they do not fit.
            replace(renewed.certificate(), files.certificate());
            rig.face().use(FaceRig.free().with(files));
            assertThat(look(rig.address("/"), trust).subject()).isEqualTo("CN=first");

            replace(renewed.key(), files.key());
            Awaitility.await("the new certificate")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> look(rig.address("/"), trust).subject().equals("CN=second"));
        }
    }

    private static void replace(Path from, Path to) throws IOException {
        Path copy = Files.copy(from, to.resolveSibling("copy"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.move(copy, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void a_bad_certificate_is_said_at_the_start() {
        TlsFiles none = new TlsFiles(directory.resolve("a"), directory.resolve("b"));
        assertThatThrownBy(() -> FaceRig.in(directory.resolve("state"), FaceRig.free().with(none)))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("does not exist");
    }
}
