package io.caretaker.hosts.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.caretaker.core.check.BodyExpectation;
import io.caretaker.core.check.CheckSpec.Http;
import io.caretaker.core.check.Fault;
import io.caretaker.core.check.HttpVerb;
import io.caretaker.core.check.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpProbeTest {
    private static final Duration LATE = Duration.ofSeconds(2);
    private static final HttpProbe PROBE =
            new HttpProbe(new DeadlineResolver(), InstantSource.system());

    private final HttpServer server = create();
    private final AtomicInteger requests = new AtomicInteger();

    private static HttpServer create() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void start() {
        server.createContext(
                "/",
                exchange -> answer(exchange, 200, "{\"status\":{\"db\":[{\"ok\":true,\"n\":7}]}}"));
        server.createContext("/broken", exchange -> answer(exchange, 503, "down for maintenance"));
        server.createContext("/round", exchange -> redirect(exchange, "/round"));
        server.createContext("/away", exchange -> redirect(exchange, "/"));
        server.createContext("/as", exchange -> answer(exchange, 200, "a".repeat(60) + "b"));
        server.createContext(
                "/huge", exchange -> answer(exchange, 200, "x".repeat(5_000_000) + "END"));
        server.createContext(
                "/echo",
                exchange -> {
                    String body =
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8);
                    String told =
                            exchange.getRequestMethod()
                                    + " "
                                    + exchange.getRequestHeaders().getFirst("X-Key")
                                    + " "
                                    + exchange.getRequestHeaders().getFirst("Host")
                                    + " "
                                    + body;
                    answer(exchange, 200, told);
                });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @AfterAll
    static void close() {
        PROBE.close();
    }

    @Test
    void a_good_answer_is_up() throws Exception {
        assertThat(ask(get("/")).outcome()).isInstanceOf(Outcome.Up.class);
        assertThat(ask(with(get("/"), HttpVerb.HEAD, Map.of(), null)).outcome())
                .isInstanceOf(Outcome.Up.class);
    }

    @Test
    void another_status_is_unexpected_unless_it_is_wanted() throws Exception {
        assertThat(ask(get("/broken")).fault()).isEqualTo(Fault.UNEXPECTED_ANSWER);
        assertThat(ask(accepting(get("/broken"), Set.of(503))).outcome())
                .isInstanceOf(Outcome.Up.class);
        assertThat(ask(accepting(get("/"), Set.of(204))).fault())
                .isEqualTo(Fault.UNEXPECTED_ANSWER);
    }

    @Test
    void method_headers_and_body_arrive() throws Exception {
        var post =
                with(get("/echo"), HttpVerb.POST, Map.of("X-Key", "k", "Host", "site.test"), "büd");
        assertThat(
                        ask(expecting(post, new BodyExpectation.Contains("POST k site.test büd")))
                                .outcome())
                .isInstanceOf(Outcome.Up.class);
    }

    @Test
    void bodies_are_held_against_expectations() throws Exception {
        assertThat(body(new BodyExpectation.Contains("\"ok\":true"))).isNull();
        assertThat(body(new BodyExpectation.Contains("nothing")))
                .isEqualTo(Fault.UNEXPECTED_ANSWER);
        assertThat(body(new BodyExpectation.Matches("\"n\":\\d"))).isNull();
        assertThat(body(new BodyExpectation.Matches("\"n\":[a-z]")))
                .isEqualTo(Fault.UNEXPECTED_ANSWER);
        assertThat(body(new BodyExpectation.JsonPath("status.db[0].ok", "true"))).isNull();
        assertThat(body(new BodyExpectation.JsonPath("$.status.db[0].n", "7"))).isNull();
        assertThat(body(new BodyExpectation.JsonPath("status.db", null))).isNull();
        assertThat(body(new BodyExpectation.JsonPath("status.db[1].ok", null)))
                .isEqualTo(Fault.UNEXPECTED_ANSWER);
        assertThat(body(new BodyExpectation.JsonPath("status.db[0].ok", "false")))
                .isEqualTo(Fault.UNEXPECTED_ANSWER);
    }

    @Test
    void an_expression_that_never_ends_is_our_own_fault() throws Exception {
        var evil = expecting(get("/as"), new BodyExpectation.Matches("^(([a-z])+.)+[A-Z]\\2$"));

        var asked = Asked.ask(PROBE, evil, 500);

        assertThat(asked.outcome()).isInstanceOf(Outcome.Unknown.class);
        assertThat(asked.took()).isLessThan(LATE);
    }

    @Test
    void a_huge_body_is_cut() throws Exception {
        assertThat(ask(expecting(get("/huge"), new BodyExpectation.Contains("END"))).fault())
                .isEqualTo(Fault.UNEXPECTED_ANSWER);
        assertThat(ask(get("/huge")).outcome()).isInstanceOf(Outcome.Up.class);
    }

    @Test
    void redirects_are_followed_when_wanted_but_not_for_ever() throws Exception {
        assertThat(ask(accepting(following(get("/away")), Set.of(200))).outcome())
                .isInstanceOf(Outcome.Up.class);
        assertThat(ask(accepting(get("/away"), Set.of(200))).fault())
                .isEqualTo(Fault.UNEXPECTED_ANSWER);
        assertThat(requests).hasValue(3);
        assertThat(ask(following(get("/round"))).fault()).isEqualTo(Fault.UNEXPECTED_ANSWER);
        assertThat(requests).hasValue(9);
    }

    @Test
    void a_slow_answer_is_a_warning() throws Exception {
        Http http = get("/");
        var slow =
                new Http(
                        http.url(),
                        HttpVerb.GET,
                        Map.of(),
                        null,
                        Set.of(),
                        new BodyExpectation.Anything(),
                        Duration.ofNanos(1),
                        0,
                        false,
                        true,
                        null);
        assertThat(ask(slow).outcome()).isInstanceOf(Outcome.Warning.class);
    }

    @Test
    void a_body_that_trickles_times_out_and_frees_its_connection() throws Exception {
        try (var slow =
                LoopbackServer.trickling("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")) {
            timesOut(slow);
        }
    }

    @Test
    void silence_and_trickling_headers_time_out() throws Exception {
        try (var silent = LoopbackServer.silent();
                var slow = LoopbackServer.trickling("HTTP/1.1 200 OK\r\nX-Long: ")) {
            timesOut(silent);
            timesOut(slow);
        }
    }

    @Test
    void a_tls_handshake_that_hangs_times_out() throws Exception {
        try (var silent = LoopbackServer.silent()) {
            var asked =
                    Asked.ask(
                            PROBE,
                            Http.get(URI.create("https://127.0.0.1:" + silent.port() + "/")),
                            400);

            assertThat(asked.fault()).isEqualTo(Fault.TIMED_OUT);
            assertThat(asked.took()).isLessThan(LATE);
            await().atMost(Duration.ofSeconds(5)).until(() -> silent.ended() == 1);
        }
    }

    private static void timesOut(LoopbackServer server) throws Exception {
        var asked = Asked.ask(PROBE, at(server), 400);

        assertThat(asked.fault()).isEqualTo(Fault.TIMED_OUT);
        assertThat(asked.took()).isLessThan(LATE);
        await().atMost(Duration.ofSeconds(5)).until(() -> server.ended() == 1);
    }

    @Test
    void garbage_resets_and_refusals_are_told_apart() throws Exception {
        try (var garbage = LoopbackServer.saying("SSH-2.0-OpenSSH_9.2\r\n\r\n");
                var resets = LoopbackServer.resetting()) {
            assertThat(ask(at(garbage)).fault()).isEqualTo(Fault.UNEXPECTED_ANSWER);
            assertThat(ask(at(resets)).fault()).isEqualTo(Fault.CLOSED);
        }
        int free;
        try (var socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        assertThat(ask(Http.get(URI.create("http://127.0.0.1:" + free))).fault())
                .isEqualTo(Fault.REFUSED);
    }

    @Test
    void interruption_cancels_the_request() throws Exception {
        try (var silent = LoopbackServer.silent()) {
            var outcome = new CompletableFuture<@Nullable Throwable>();
            var spec = at(silent);
            Thread checking =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    PROBE.probe(
                                            Services.checkedBy(spec),
                                            Services.HOST,
                                            spec,
                                            Services.within(60_000));
                                    outcome.complete(null);
                                } catch (InterruptedException e) {
                                    outcome.complete(e);
                                }
                            });
            await().until(() -> checking.getState() == Thread.State.TIMED_WAITING);

            checking.interrupt();

            assertThat(outcome.get(5, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
        }
    }

    private @Nullable Fault body(BodyExpectation expectation) throws Exception {
        return ask(expecting(get("/"), expectation)).fault();
    }

    private static Asked ask(Http http) throws Exception {
        return Asked.ask(PROBE, http, 5000);
    }

    private Http get(String path) {
        return Http.get(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path));
    }

    private static Http at(LoopbackServer server) {
        return Http.get(URI.create("http://127.0.0.1:" + server.port() + "/"));
    }

    private static Http with(
            Http http, HttpVerb verb, Map<String, String> headers, @Nullable String body) {
        return new Http(
                http.url(),
                verb,
                headers,
                body,
                http.statuses(),
                http.expectation(),
                null,
                0,
                false,
                true,
                null);
    }

    private static Http accepting(Http http, Set<Integer> statuses) {
        return new Http(
                http.url(),
                http.verb(),
                http.headers(),
                http.body(),
                statuses,
                http.expectation(),
                null,
                0,
                http.followRedirects(),
                true,
                null);
    }

    private static Http expecting(Http http, BodyExpectation expectation) {
        return new Http(
                http.url(),
                http.verb(),
                http.headers(),
                http.body(),
                http.statuses(),
                expectation,
                null,
                0,
                http.followRedirects(),
                true,
                null);
    }

    private static Http following(Http http) {
        return new Http(
                http.url(),
                http.verb(),
                http.headers(),
                http.body(),
                http.statuses(),
                http.expectation(),
                null,
                0,
                true,
                true,
                null);
    }

    private void redirect(HttpExchange exchange, String to) throws IOException {
        exchange.getResponseHeaders().set("Location", to);
        answer(exchange, 302, "elsewhere");
    }

    private void answer(HttpExchange exchange, int status, String text) throws IOException {
        requests.incrementAndGet();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head ? -1 : bytes.length);
        try (exchange) {
            if (!head) {
                exchange.getResponseBody().write(bytes);
            }
        }
    }
}
