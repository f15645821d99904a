package io.caretaker.channels.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caretaker.channels.ChannelSettings;
import io.caretaker.core.check.Deadline;
import io.caretaker.testkit.server.ForwardProxy;
import io.caretaker.testkit.server.FreePort;
import io.caretaker.testkit.server.HostilePeer;
import io.caretaker.testkit.server.HttpReceiver;
import io.caretaker.testkit.server.HttpReceiver.Conduct;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HttpSenderTest {
    private static final Duration SHORT = Duration.ofMillis(400);

    /// What a busy machine may add to a time limit.
    private static final Duration GRACE = Duration.ofSeconds(8);

    private final Setup setup = new Setup();
    private final HttpReceiver receiver = HttpReceiver.plain();

    @AfterEach
    void end() {
        receiver.close();
        setup.close();
    }

    @Test
    void a_body_arrives_with_its_kind_its_length_and_who_sent_it() throws Exception {
        HttpAnswer answer = post(receiver.uri("/hook?a=b"), "{\"grüße\":\"😀\"}");

        assertThat(answer)
                .isEqualTo(
                        new HttpAnswer.Answered("127.0.0.1:" + receiver.port(), 200, "ok", null));
        assertThat(receiver.requests())
                .singleElement()
                .satisfies(request -> {
                    assertThat(request.method()).isEqualTo("POST");
                    assertThat(request.target()).isEqualTo("/hook?a=b");
                    assertThat(request.body()).isEqualTo("{\"grüße\":\"😀\"}");
                    assertThat(request.header("Content-Type"))
                            .isEqualTo("application/json; charset=utf-8");
                    assertThat(request.header("User-Agent")).isEqualTo("caretaker/9.9");
                    assertThat(request.header("Upgrade")).isEmpty();
                    assertThat(request.header("Authorization")).isEmpty();
                });
    }

    @Test
    void a_connection_is_used_again() throws Exception {
        HttpSender sender = setup.sender(ChannelSettings.Http.USUAL);
        for (int i = 0; i < 5; i++) {
            sender.send(HttpCall.json(Setup.at(receiver.uri("/")), "{}"), Setup.seconds(20));
        }

        assertThat(receiver.requests()).hasSize(5);
        assertThat(receiver.guestsPresent()).isEqualTo(1);
    }

    static Stream<Arguments> troubles() {
        return Stream.of(
                Arguments.of("hang", Conduct.hang()),
                Arguments.of("trickling head", Conduct.trickleHead(20)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("troubles")
    void a_receiver_that_does_not_come_to_an_end_costs_the_time_limit(String name, Conduct conduct)
            throws Exception {
        receiver.always(conduct);
        long begun = System.nanoTime();

        HttpAnswer answer =
                setup.sender(Setup.http(SHORT))
                        .send(HttpCall.json(Setup.at(receiver.uri("/")), "{}"), Setup.seconds(50));

        assertThat(answer)
                .isEqualTo(
                        new HttpAnswer.Failed(
                                "127.0.0.1:"
                                        + receiver.port()
                                        + " did not answer in time (at most 0.4 s)"));
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SHORT.plus(GRACE));
        awaitNoGuest();
    }

    @Test
    void a_status_counts_although_the_body_does_not_come_to_an_end() throws Exception {
        receiver.next(Conduct.trickle(20), Conduct.closeHalfWay());
        HttpSender sender = setup.sender(Setup.http(SHORT));
        HttpCall call = HttpCall.json(Setup.at(receiver.uri("/")), "{}");
        long begun = System.nanoTime();

        assertThat(
                        List.of(
                                sender.send(call, Setup.seconds(50)),
                                sender.send(call, Setup.seconds(50))))
                .containsOnly(
                        new HttpAnswer.Answered("127.0.0.1:" + receiver.port(), 200, "", null));
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SHORT.plus(GRACE));
        awaitNoGuest();
    }

    @Test
    void the_senders_deadline_ends_it_before_the_time_limit() throws Exception {
        receiver.always(Conduct.hang());

        HttpAnswer answer =
                setup.sender(ChannelSettings.Http.USUAL)
                        .send(
                                HttpCall.json(Setup.at(receiver.uri("/")), "{}"),
                                Deadline.after(SHORT, System::nanoTime));

        assertThat(answer).isInstanceOf(HttpAnswer.Failed.class);
        awaitNoGuest();
    }

    @Test
    void one_who_accepts_and_says_nothing_to_a_secure_call_costs_the_time_limit() throws Exception {
        try (var silent = HostilePeer.silent()) {
            HttpAnswer answer =
                    setup.sender(Setup.http(SHORT))
                            .send(
                                    HttpCall.json(
                                            Setup.at(
                                                    URI.create(
                                                            "https://127.0.0.1:" + silent.port())),
                                            "{}"),
                                    Setup.seconds(50));

            assertThat(answer).isInstanceOf(HttpAnswer.Failed.class);
        }
    }

    static Stream<Arguments> breaks() {
        return Stream.of(
                Arguments.of("reset", Conduct.reset()),
                Arguments.of("close in the head", Conduct.closeInHead()),
                Arguments.of("gibberish", Conduct.gibberish()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("breaks")
    void a_connection_that_breaks_is_a_failure(String name, Conduct conduct) throws Exception {
        receiver.always(conduct);

        HttpAnswer answer = post(receiver.uri("/secret-part-of-it"), "{}");

        assertThat(answer)
                .isInstanceOfSatisfying(
                        HttpAnswer.Failed.class,
                        failed ->
                                assertThat(failed.reason())
                                        .contains("127.0.0.1:" + receiver.port())
                                        .doesNotContain("secret-part-of-it", "\n"));
    }

    @Test
    void an_endless_body_is_read_as_far_as_it_is_wanted() throws Exception {
        receiver.always(Conduct.endless(503));

        HttpAnswer answer = post(receiver.uri("/"), "{}");

        assertThat(answer)
                .isInstanceOfSatisfying(
                        HttpAnswer.Answered.class,
                        said -> {
                            assertThat(said.status()).isEqualTo(503);
                            assertThat(said.body()).hasSize(BodyBeginning.MOST_BYTES);
                            assertThat(said.text()).hasSizeLessThan(300);
                        });
        awaitNoGuest();
    }

    @Test
    void pauses_are_understood_as_seconds_and_as_a_date_by_the_receivers_clock() throws Exception {
        receiver.next(
                Conduct.answer(429, "", "Retry-After: 17"),
                Conduct.answer(
                        429,
                        "",
                        "Date: Thu, 01 Jan 2015 10:00:00 GMT",
                        "Retry-After: Thu, 01 Jan 2015 10:00:20 GMT"),
                Conduct.answer(503, "", "Retry-After: Sun, 01 Mar 2026 12:01:00 GMT"));

        assertThat(
                        List.of(
                                post(receiver.uri("/"), "{}"),
                                post(receiver.uri("/"), "{}"),
                                post(receiver.uri("/"), "{}")))
                .extracting(answer -> ((HttpAnswer.Answered) answer).pause())
                .containsExactly(
                        Duration.ofSeconds(17), Duration.ofSeconds(20), Duration.ofSeconds(60));
    }

    @Test
    void a_redirect_is_not_followed() throws Exception {
        receiver.always(Conduct.answer(307, "", "Location: " + receiver.uri("/elsewhere")));

        assertThat(post(receiver.uri("/"), "{}"))
                .isInstanceOfSatisfying(
                        HttpAnswer.Answered.class,
                        said -> assertThat(said.status()).isEqualTo(307));
        assertThat(receiver.requests()).hasSize(1);
    }

    @Test
    void nobody_there_and_a_name_that_nobody_knows_are_told_apart() throws Exception {
        int port = FreePort.find();
        assertThat(post(URI.create("http://127.0.0.1:" + port + "/"), "{}"))
                .isInstanceOfSatisfying(
                        HttpAnswer.Failed.class,
                        failed ->
                                assertThat(failed.reason())
                                        .startsWith("no connection to 127.0.0.1"));
        assertThat(post(URI.create("http://nobody.invalid/"), "{}"))
                .isEqualTo(new HttpAnswer.Failed("no address is known for nobody.invalid"));
    }

    @Test
    void a_token_and_a_password_are_sent_and_never_told() throws Exception {
        setup.secret("TOKEN", "t0ken-0123456").secret("PASSWORD", "päss w0rd");
        receiver.always(Conduct.answer(401, "bad t0ken-0123456 or päss w0rd"));
        var bearer =
                new ChannelSettings.Http(
                        Duration.ofSeconds(20), null, null, Setup.env("TOKEN"), null, null);
        var basic =
                new ChannelSettings.Http(
                        Duration.ofSeconds(20), null, null, null, "ann", Setup.env("PASSWORD"));

        assertThat(List.of(send(bearer), send(basic)))
                .extracting(answer -> ((HttpAnswer.Answered) answer).body())
                .containsExactly("bad *** or päss w0rd", "bad t0ken-0123456 or ***");
        assertThat(receiver.requests())
                .extracting(request -> request.header("Authorization"))
                .containsExactly("Bearer t0ken-0123456", "Basic YW5uOnDDpHNzIHcwcmQ=");
    }

    @ParameterizedTest
    @ValueSource(strings = {"to\r\nX-Evil: yes", "to\nken-0123", "tök-en", "to\u0000ken"})
    void a_secret_that_would_change_the_head_is_not_sent_and_not_told(String value)
            throws Exception {
        setup.secret("TOKEN", value);
        var bearer =
                new ChannelSettings.Http(
                        Duration.ofSeconds(20), null, null, Setup.env("TOKEN"), null, null);

        assertThat(send(bearer))
                .isEqualTo(new HttpAnswer.Unsendable("the header Authorization cannot be sent"));
        assertThat(receiver.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host", "content-length", "Bad Name", "X:Y", "", "X\r\nY", "Größe"})
    void a_header_that_is_none_is_refused(String name) throws Exception {
        var call =
                HttpCall.json(Setup.at(receiver.uri("/")), Map.of(name, "value"), "{}", List.of());

        assertThat(setup.sender(ChannelSettings.Http.USUAL).send(call, Setup.seconds(20)))
                .isInstanceOf(HttpAnswer.Unsendable.class);
        assertThat(receiver.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not an address with S3CR3T",
                "ftp://host/S3CR3T",
                "S3CR3T",
                "http:///S3CR3T",
                "https://user:S3CR3T@host/"
            })
    void a_secret_that_is_no_address_is_told_without_itself(String value) throws Exception {
        setup.secret("URL", value);
        var call = HttpCall.json(new ChannelSettings.Address(null, Setup.env("URL")), "{}");

        assertThat(setup.sender(ChannelSettings.Http.USUAL).send(call, Setup.seconds(20)))
                .isInstanceOfSatisfying(
                        HttpAnswer.Unsendable.class,
                        refused ->
                                assertThat(refused.reason())
                                        .startsWith("the url ")
                                        .doesNotContain("S3CR3T"));
    }

    @Test
    void a_secret_that_is_not_there_is_the_channels_fault() throws Exception {
        var call = HttpCall.json(new ChannelSettings.Address(null, Setup.env("NO")), "{}");

        assertThat(setup.sender(ChannelSettings.Http.USUAL).send(call, Setup.seconds(20)))
                .isEqualTo(new HttpAnswer.Unsendable("the variable is not set"));
    }

    @Test
    void an_interrupted_call_ends_at_once_and_leaves_no_connection() throws Exception {
        var asked = new CountDownLatch(1);
        receiver.always(guest -> asked.countDown());
        var thrown = new AtomicReference<Throwable>();
        Thread caller =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                post(receiver.uri("/"), "{}");
                            } catch (Throwable e) {
                                thrown.set(e);
                            }
                        });

        asked.await();
        caller.interrupt();
        caller.join();

        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        awaitNoGuest();
    }

    @Test
    void a_plain_call_by_a_proxy_is_passed_on() throws Exception {
        try (var proxy = new ForwardProxy()) {
            HttpAnswer answer = send(Setup.http(proxy.uri(), null));

            assertThat(answer).isInstanceOf(HttpAnswer.Answered.class);
            assertThat(proxy.heads())
                    .singleElement()
                    .asString()
                    .startsWith("POST " + receiver.uri("/") + " HTTP/1.1");
            assertThat(receiver.requests())
                    .singleElement()
                    .satisfies(request -> assertThat(request.target()).isEqualTo("/"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 407, 502})
    void a_proxy_that_refuses_is_told(int status) throws Exception {
        try (var proxy = new ForwardProxy()) {
            proxy.refuse(status);
            HttpAnswer plain = send(Setup.http(proxy.uri(), null));
            HttpAnswer tunnel =
                    setup.sender(Setup.http(proxy.uri(), null))
                            .send(
                                    HttpCall.json(
                                            Setup.at(URI.create("https://127.0.0.1:1/")), "{}"),
                                    Setup.seconds(20));

            assertThat(plain)
                    .isInstanceOfSatisfying(
                            HttpAnswer.Answered.class,
                            said -> assertThat(said.status()).isEqualTo(status));
            assertThat(tunnel.toString()).contains(Integer.toString(status));
        }
    }

    @Test
    void a_proxy_that_is_none_is_the_channels_fault() throws Exception {
        assertThat(send(Setup.http(URI.create("socks://127.0.0.1:1080"), null)))
                .isEqualTo(new HttpAnswer.Unsendable("the proxy is no proxy"));
    }

    @Test
    void an_address_without_a_place_cannot_be_made() {
        assertThatThrownBy(() -> new ChannelSettings.Address(null, null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private HttpAnswer send(ChannelSettings.Http http) throws InterruptedException {
        return setup.sender(http)
                .send(HttpCall.json(Setup.at(receiver.uri("/")), "{}"), Setup.seconds(20));
    }

    private HttpAnswer post(URI uri, String body) throws InterruptedException {
        return setup.sender(ChannelSettings.Http.USUAL)
                .send(HttpCall.json(Setup.at(uri), body), Setup.seconds(20));
    }

    private void awaitNoGuest() {
        while (receiver.guestsPresent() > 0) {
            Thread.onSpinWait();
        }
    }
}
