package io.caretaker.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.check.Deadline;
import io.caretaker.testkit.server.FreePort;
import io.caretaker.testkit.server.HostilePeer;
import io.caretaker.testkit.server.Programs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What can be seen of a certificate without logging in.
final class ServerCertificateTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Test
    void the_end_of_a_certificate_that_nobody_trusts_is_seen() throws Exception {
        try (SSLServerSocket listener = listener(40)) {
            Thread.ofVirtual().start(() -> accept(listener));

            Optional<Instant> end = end(listener.getLocalPort());

            assertThat(end.orElseThrow())
                    .isBetween(
                            Instant.now().plus(Duration.ofDays(39)),
                            Instant.now().plus(Duration.ofDays(41)));
        }
    }

    @Test
    void who_listens_to_nobody_or_says_nothing_shows_none() throws Exception {
        assertThat(end(FreePort.find())).isEmpty();
        try (HostilePeer peer = HostilePeer.silent()) {
            assertThat(end(peer.port())).isEmpty();
        }
    }

    private static Optional<Instant> end(int port) {
        Deadline deadline = Deadline.after(Duration.ofSeconds(2), System::nanoTime);
        return ServerCertificate.end("127.0.0.1", port, deadline);
    }

    private SSLServerSocket listener(int days) throws Exception {
        Path file = directory.resolve("server.p12");
        Programs.run(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-validity",
                        Integer.toString(days),
                        "-dname",
                        "CN=test",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD),
                        "-keystore",
                        file.toString()),
                "");
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0);
    }

    private static void accept(SSLServerSocket listener) {
        try (SSLSocket guest = (SSLSocket) listener.accept()) {
            guest.startHandshake();
            guest.getInputStream().readAllBytes();
        } catch (IOException e) {
            // The guest is gone.
        }
    }
}
