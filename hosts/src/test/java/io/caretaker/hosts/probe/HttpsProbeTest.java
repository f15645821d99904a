package io.caretaker.hosts.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.caretaker.core.check.BodyExpectation;
import io.caretaker.core.check.CheckSpec.Http;
import io.caretaker.core.check.Fault;
import io.caretaker.core.check.HttpVerb;
import io.caretaker.core.check.Outcome;
import java.io.File;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpsProbeTest {
    private static final String PASSWORD = "changeit";

    @TempDir Path directory = Path.of("/unset");

    @Test
    void certificates_are_checked_as_wanted() throws Exception {
        HttpsServer server = serve();
        int port = server.getAddress().getPort();
        try (var probe = new HttpProbe(new DeadlineResolver(), InstantSource.system())) {
            String ca = directory.resolve("ca.pem").toString();

            assertThat(ask(probe, "127.0.0.1", port, true, null).fault()).isEqualTo(Fault.TLS);
            assertThat(ask(probe, "127.0.0.1", port, true, ca).outcome())
                    .isInstanceOf(Outcome.Up.class);
            assertThat(ask(probe, "localhost", port, true, ca).fault()).isEqualTo(Fault.TLS);
            var unchecked = ask(probe, "localhost", port, false, null);
            assertThat(unchecked.outcome()).isInstanceOf(Outcome.Up.class);
            assertThat(unchecked.reply().metrics().get("certificate_days_left"))
                    .isBetween(28.0, 30.0);
            assertThat(ask(probe, "127.0.0.1", port, true, "/no/such.pem").outcome())
                    .isInstanceOf(Outcome.Unknown.class);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void a_certificate_that_expires_soon_is_a_warning() throws Exception {
        HttpsServer server = serve();
        try (var probe = new HttpProbe(new DeadlineResolver(), InstantSource.system())) {
            var http = http("127.0.0.1", server.getAddress().getPort(), false, null, 60);

            assertThat(Asked.ask(probe, http, 5000).outcome()).isInstanceOf(Outcome.Warning.class);
        } finally {
            server.stop(0);
        }
    }

    private HttpsServer serve() throws Exception {
        keytool(
                "-genkeypair",
                "-alias",
                "tls",
                "-keyalg",
                "EC",
                "-dname",
                "CN=test",
                "-validity",
                "30",
                "-ext",
                "SAN=IP:127.0.0.1");
        keytool("-exportcert", "-alias", "tls", "-rfc", "-file", directory + "/ca.pem");
        var store = KeyStore.getInstance(file("keys").toFile(), PASSWORD.toCharArray());
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        var server =
                HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(200, -1);
                    exchange.close();
                });
        server.start();
        return server;
    }

    private Path file(String name) {
        return directory.resolve(name);
    }

    private void keytool(String... arguments) throws Exception {
        var line = new ArrayList<String>();
        line.add(System.getProperty("java.home") + "/bin/keytool");
        line.addAll(List.of(arguments));
        line.addAll(List.of("-keystore", file("keys").toString(), "-storepass", PASSWORD));
        Process keytool =
                new ProcessBuilder(line)
                        .redirectErrorStream(true)
                        .redirectOutput(new File(directory.toFile(), "keytool.log"))
                        .start();
        assertThat(keytool.waitFor()).isZero();
    }

    private static Asked ask(
            HttpProbe probe, String host, int port, boolean verify, @Nullable String ca)
            throws Exception {
        return Asked.ask(probe, http(host, port, verify, ca, 0), 5000);
    }

    private static Http http(String host, int port, boolean verify, @Nullable String ca, int days) {
        return new Http(
                URI.create("https://" + host + ":" + port + "/"),
                HttpVerb.GET,
                Map.of(),
                null,
                Set.of(),
                new BodyExpectation.Anything(),
                null,
                days,
                false,
                verify,
                ca);
    }
}
