package io.caretaker.web.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caretaker.core.check.Fault;
import io.caretaker.core.check.Outcome;
import io.caretaker.web.FaceRig;
import io.caretaker.web.http.Access;
import io.caretaker.web.http.Method;
import io.caretaker.web.http.Request;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class LiveTest {
    @TempDir Path directory;

    private FaceRig rig;
    private LiveHub hub;
    private final HttpClient client = HttpClient.newHttpClient();

    @SuppressWarnings("NullAway.Init")
    LiveTest() {}

    @BeforeEach
    void begin() {
        rig = FaceRig.in(directory);
        hub = new LiveHub(rig.caretaker(), InstantSource.system(), System::nanoTime);
    }

    @AfterEach
    void end() {
        client.close();
        hub.close();
        rig.close();
    }

    private static Request request() {
        var nowhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
        return new Request(
                Method.GET,
                "/live",
                Map.of(),
                null,
                Map.of(),
                nowhere,
                nowhere,
                new Request.Connection(false, false));
    }

    /// Counts how often it is asked, and says each batch in one event.
    private record Counting(AtomicInteger asked) implements Voice {
        @Override
        public List<LiveEvent> say(Batch batch) {
            asked.incrementAndGet();
            return List.of(new LiveEvent("batch", "x"));
        }
    }

    private static String text(byte[] message) {
        return new String(message, StandardCharsets.UTF_8);
    }

    private static Listener listening(LiveHub hub, Voice voice, String last) {
        Listener listener = hub.listen(voice, last.isEmpty() ? null : last, null);
        if (listener == null) {
            throw new AssertionError("nobody may listen");
        }
        return listener;
    }

    private static String next(Listener listener) throws InterruptedException {
        byte[] message = listener.next(Duration.ofSeconds(20));
        if (message == null) {
            throw new AssertionError("nothing was said");
        }
        return text(message);
    }

    @Test
    void a_batch_is_put_into_words_once_for_all_who_hear_the_same() throws InterruptedException {
        var asked = new AtomicInteger();
        Listener one = listening(hub, new Counting(asked), "");
        Listener other = listening(hub, new Counting(asked), "");
        next(one);
        next(other);

        String first = next(one);

        assertThat(next(other)).isEqualTo(first);
        assertThat(first).startsWith("id: ").contains("event: batch\ndata: x\n\n");
        hub.leave(one);
        hub.leave(other);
        int then = asked.get();
        assertThat(then).isLessThanOrEqualTo(3);
    }

    @Test
    void nothing_is_put_into_words_while_nobody_listens() throws InterruptedException {
        var asked = new AtomicInteger();
        Listener one = listening(hub, new Counting(asked), "");
        next(one);
        next(one);
        hub.leave(one);
        int before = asked.get();
        var results = new AtomicInteger();
        rig.caretaker().board().listen((_, _) -> results.incrementAndGet());

        await().until(() -> results.get() > 4);

        assertThat(asked.get()).isEqualTo(before);
        assertThat(hub.listeners()).isZero();
    }

    @Test
    void whoever_is_too_slow_is_given_up_and_the_others_are_not() throws InterruptedException {
        Listener slow = new Listener(new Counting(new AtomicInteger()));
        for (int i = 0; i < Listener.MOST_WAITING; i++) {
            assertThat(slow.offer(new Message("x", List::of))).isTrue();
        }
        assertThat(slow.offer(new Message("x", List::of))).isFalse();
        assertThat(slow.over()).isTrue();
        assertThat(slow.next(Duration.ofSeconds(1))).isEmpty();
    }

    @Test
    void whoever_comes_again_and_has_missed_something_is_told_to_read_anew()
            throws InterruptedException {
        Voice voice = new Counting(new AtomicInteger());
        Listener one = listening(hub, voice, "");
        String id = next(one).strip().replace("id: ", "");

        Listener prompt = listening(hub, voice, id);
        Listener late = listening(hub, voice, "old-7");

        assertThat(next(prompt)).doesNotContain("reload");
        assertThat(next(late)).contains("event: reload");
        List.of(one, prompt, late).forEach(hub::leave);
        Listener afterSilence = listening(hub, voice, id);
        assertThat(next(afterSilence)).contains("event: reload");
        hub.leave(afterSilence);
    }

    /// Whether a page that was made when that was heard has to be read anew as it begins to listen.
    private static boolean reloaded(LiveHub hub, String made) throws InterruptedException {
        Listener page = hub.listen(new Counting(new AtomicInteger()), null, made);
        try {
            return next(Objects.requireNonNull(page)).contains("event: reload");
        } finally {
            hub.leave(Objects.requireNonNull(page));
        }
    }

    @Test
    void what_came_between_a_page_and_its_stream_is_not_missed() {
        await("results alone are no reason")
                .until(() -> {
                    String made = hub.heard();
                    var results = new AtomicInteger();
                    rig.caretaker().board().listen((_, _) -> results.incrementAndGet());
                    await().until(() -> results.get() > 4);
                    return !reloaded(hub, made);
                });

        String made = hub.heard();
        rig.answering("shop", new Outcome.Down(Fault.REFUSED, "refused", null));
        await("a change is").until(() -> reloaded(hub, made));
    }

    @Test
    void a_page_of_another_time_is_read_anew() throws InterruptedException {
        String made = hub.heard();
        for (String old : List.of("x-1", made + "x", made.substring(0, made.indexOf('-')), "-")) {
            assertThat(reloaded(hub, old)).as(old).isTrue();
        }
    }

    @Test
    void a_page_that_never_listens_is_awaited_for_a_while_only() throws InterruptedException {
        var later = new AtomicLong();
        try (var other =
                new LiveHub(
                        rig.caretaker(),
                        InstantSource.system(),
                        () -> System.nanoTime() + later.get())) {
            String made = other.heard();
            later.set(Duration.ofSeconds(16).toNanos());
            await("it looks no more").until(() -> !other.looks());
            assertThat(reloaded(other, made)).isTrue();
        }
    }

    @Test
    void no_more_may_listen_than_are_allowed() {
        Voice voice = new Counting(new AtomicInteger());
        var all = new ArrayList<Listener>();
        for (int i = 0; i < LiveHub.MOST_LISTENERS; i++) {
            all.add(listening(hub, voice, ""));
        }
        assertThat(hub.listen(voice, null, null)).isNull();
        all.forEach(hub::leave);
        assertThat(hub.listeners()).isZero();
    }

    @Test
    void a_stream_ends_when_its_caller_may_no_longer_listen() throws Exception {
        var allowed = new AtomicBoolean(true);
        var beats = new AtomicInteger();
        var streams =
                new Streams(hub, (_, _) -> allowed.get(), Duration.ofMillis(50), System::nanoTime);
        var answer = streams.answer(request(), Access.VIEWER, new Counting(new AtomicInteger()));
        var out =
                new OutputStream() {
                    @Override
                    public void write(int each) {
                        throw new IllegalStateException();
                    }

                    @Override
                    public void write(byte[] bytes, int from, int length) {
                        if (new String(bytes, StandardCharsets.UTF_8).startsWith(": here")) {
                            beats.incrementAndGet();
                        }
                    }
                };
        Thread reader =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                answer.source().write(out);
                            } catch (IOException | InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        });
        await().until(() -> beats.get() > 1);
        assertThat(hub.listeners()).isEqualTo(1);

        allowed.set(false);

        assertThat(reader.join(Duration.ofSeconds(20))).isTrue();
        assertThat(hub.listeners()).isZero();
    }

    /// What is told until all of these were said.
    private String heard(String path, String... wanted) throws Exception {
        HttpResponse<InputStream> answer =
                client.send(
                        rig.request(path).GET().build(), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(answer.headers().firstValue("content-type")).hasValue("text/event-stream");
        var text = new StringBuilder();
        try (InputStream in = answer.body()) {
            var bytes = new byte[8192];
            while (!List.of(wanted).stream().allMatch(text.toString()::contains)) {
                int count = in.read(bytes);
                assertThat(count).as(text.toString()).isPositive();
                text.append(new String(bytes, 0, count, StandardCharsets.UTF_8));
            }
        }
        return text.toString();
    }

    @Test
    void programs_hear_what_they_asked_for() throws Exception {
        rig.answering("shop", new Outcome.Down(Fault.REFUSED, "connection refused", null));

        String text =
                heard(
                        "/api/v1/events?types=service_state&service_id=shop",
                        "event: service_state",
                        "\"service_id\":\"shop\"",
                        "\"stopped\"");

        assertThat(text).doesNotContain("event: result", "orders");
        assertThat(rig.get("/api/v1/events?types=nonsense").statusCode()).isEqualTo(422);
        assertThat(rig.get("/api/v1/events?service_id=none").statusCode()).isEqualTo(404);
    }

    @Test
    void browsers_hear_beats_and_the_parts_that_are_other_ones_now() throws Exception {
        heard("/live/overview", "event: beats", "shop u ");
        rig.answering("shop", new Outcome.Down(Fault.REFUSED, "<b>refused</b>", null));

        heard(
                "/live/overview",
                "event: parts",
                "id=\"headline\"",
                "id=\"s-shop\"",
                "&lt;b&gt;refused&lt;/b&gt;");
        assertThat(heard("/live/services/wiki", "id=\"service-state\"", "wiki u "))
                .doesNotContain("id=\"headline\"");
    }
}
