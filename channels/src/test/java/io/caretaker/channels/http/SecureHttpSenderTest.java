package io.caretaker.channels.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.channels.ChannelSettings;
import io.caretaker.testkit.server.ForwardProxy;
import io.caretaker.testkit.server.HttpReceiver;
import io.caretaker.testkit.server.TestAuthority;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SecureHttpSenderTest {
    @TempDir private static Path folder;
    private static TestAuthority authority;

    private final Setup setup = new Setup();

    @BeforeAll
    static void make() {
        authority = TestAuthority.in(folder);
    }

    @AfterEach
    void end() {
        setup.close();
    }

    @Test
    void a_secure_call_by_a_proxy_is_tunnelled_and_the_proxy_sees_no_secret() throws Exception {
        setup.secret("TOKEN", "t0ken-0123456");
        try (var proxy = new ForwardProxy();
                var secure = HttpReceiver.secure(authority.server())) {
            var http =
                    new ChannelSettings.Http(
                            Duration.ofSeconds(20),
                            proxy.uri(),
                            authority.certificate().toString(),
                            Setup.env("TOKEN"),
                            null,
                            null);

            HttpAnswer answer =
                    setup.sender(http)
                            .send(
                                    HttpCall.json(Setup.at(secure.uri("/s3cr3t-path")), "{}"),
                                    Setup.seconds(20));

            assertThat(answer).isInstanceOf(HttpAnswer.Answered.class);
            assertThat(secure.requests())
                    .singleElement()
                    .satisfies(request ->
                            assertThat(request.header("Authorization"))
                                    .isEqualTo("Bearer t0ken-0123456"));
            assertThat(proxy.heads())
                    .singleElement()
                    .asString()
                    .startsWith("CONNECT 127.0.0.1:" + secure.port())
                    .doesNotContain("t0ken", "s3cr3t-path");
        }
    }

    @Test
    void a_certificate_is_believed_when_its_authority_is_named() throws Exception {
        String file = authority.certificate().toString();
        try (var secure = HttpReceiver.secure(authority.server())) {
            assertThat(call(null, secure.uri("/")))
                    .isInstanceOfSatisfying(
                            HttpAnswer.Unsendable.class,
                            refused ->
                                    assertThat(refused.reason())
                                            .startsWith("no secure connection to"));
            assertThat(call(file, secure.uri("/"))).isInstanceOf(HttpAnswer.Answered.class);
            assertThat(call(file, URI.create("https://localhost:" + secure.port() + "/")))
                    .isInstanceOf(HttpAnswer.Answered.class);
            assertThat(secure.requests()).hasSize(2);
        }
    }

    @Test
    void a_certificate_for_another_name_is_not_believed() throws Exception {
        try (var secure = HttpReceiver.secure(authority.stranger())) {
            assertThat(call(authority.certificate().toString(), secure.uri("/")))
                    .isInstanceOf(HttpAnswer.Unsendable.class);
            assertThat(secure.requests()).isEmpty();
        }
    }

    @Test
    void a_file_of_authorities_that_is_mended_is_read_again() throws Exception {
        Path file = folder.resolve("own.pem");
        Files.writeString(file, "");
        try (var secure = HttpReceiver.secure(authority.server())) {
            assertThat(call(file.toString(), secure.uri("/")))
                    .isEqualTo(
                            new HttpAnswer.Unsendable(
                                    "the certificates in "
                                            + file
                                            + " cannot be used: there is none"));
            Files.copy(authority.certificate(), file, StandardCopyOption.REPLACE_EXISTING);

            assertThat(call(file.toString(), secure.uri("/")))
                    .isInstanceOf(HttpAnswer.Answered.class);
        }
    }

    private HttpAnswer call(@Nullable String caFile, URI uri) throws InterruptedException {
        return setup.sender(Setup.http(null, caFile))
                .send(HttpCall.json(Setup.at(uri), "{}"), Setup.seconds(20));
    }
}
