package io.caretaker.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caretaker.core.alert.Alert;
import io.caretaker.core.alert.AlertRule;
import io.caretaker.core.alert.Delivery;
import io.caretaker.core.alert.Said;
import io.caretaker.core.alert.Telling;
import io.caretaker.it.Receiver.Answer;
import io.caretaker.it.Receiver.Line;
import io.caretaker.it.Receiver.Taken;
import io.caretaker.sqlite.SqliteStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Caretaker is killed again and again while services die and come back, and who is told answers
/// well, badly or not at all.
class AlertStormStoryIT {
    private static final int ROUNDS = Integer.getInteger("rounds", 15);
    private static final int LATEST_MILLIS = 2500;
    private static final int MOVES = 4;

    /// One that comes and goes more often is told to do so, which is another story.
    private static final int MOST_MOVES = 4;

    private static final Duration QUIET = Duration.ofMinutes(3);

    @TempDir Path directory;

    private final Random random = new Random(23);
    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private final Map<String, ServerSocket> listeners = new HashMap<>();
    private final Map<String, Integer> moves = new HashMap<>();

    @AfterEach
    void close() throws IOException {
        for (ServerSocket each : listeners.values()) {
            each.close();
        }
    }

    @Test
    void no_alert_is_lost_and_none_is_repeated_needlessly() throws Exception {
        for (int i = 0; i < 10 + ROUNDS * MOVES / 2; i++) {
            open("svc_" + i, 0);
        }
        int kills = 0;
        try (var receiver = Receiver.start()) {
            Path configuration =
                    new Watched(
                                    directory,
                                    ", interval_sec: 1, retry_attempts: 0",
                                    ports,
                                    Watched.unlimited(receiver))
                            .write();
            for (int round = 0; round < ROUNDS; round++) {
                receiver.answer(this::anyhow);
                try (var caretaker =
                        ForkedCaretaker.with(configuration, directory).awaitWatching()) {
                    int lived = random.nextInt(LATEST_MILLIS);
                    for (int move = 0; move < MOVES; move++) {
                        pass(Duration.ofMillis(lived / MOVES));
                        move();
                    }
                    caretaker.kill();
                    kills++;
                }
            }
            receiver.answer(() -> Answer.TAKE);
            try (var caretaker = ForkedCaretaker.with(configuration, directory).awaitWatching()) {
                await("everything is told").atMost(QUIET).untilAsserted(this::everythingIsTold);
                assertThat(caretaker.log()).doesNotContain("defect");
            }
            nothingIsLost(receiver);
            repeatedAtMost(kills, receiver);
            nothingIsSaidTwice(receiver);
        }
    }

    private Answer anyhow() {
        int any = random.nextInt(10);
        return any < 6 ? Answer.TAKE : any < 8 ? Answer.FAIL : Answer.HANG;
    }

    private void move() throws IOException {
        List<String> all = List.copyOf(ports.keySet());
        String service = all.get(random.nextInt(all.size()));
        if (moves.merge(service, 1, Integer::sum) > MOST_MOVES) {
            return;
        }
        ServerSocket listener = listeners.remove(service);
        if (listener == null) {
            open(service, ports.getOrDefault(service, 0));
        } else {
            listener.close();
        }
    }

    private void open(String service, int port) throws IOException {
        var listener = new ServerSocket(port, 50, InetAddress.ofLiteral("127.0.0.1"));
        listeners.put(service, listener);
        ports.put(service, listener.getLocalPort());
        Thread.ofVirtual().start(() -> welcome(listener));
    }

    /// Takes whoever knocks, so that no queue of them fills up.
    private static void welcome(ServerSocket listener) {
        while (!listener.isClosed()) {
            try {
                listener.accept().close();
            } catch (IOException e) {
                // Closed, which ends the loop.
            }
        }
    }

    private static void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> System.nanoTime() > end);
    }

    /// What is down is told to be, and nothing else is; nothing waits.
    private void everythingIsTold() {
        try (var store = SqliteStore.openReadOnly(directory.resolve("store"))) {
            List<Alert> alerts = store.alerts().alerts(Instant.EPOCH);
            assertThat(store.alerts().waiting()).isEmpty();
            Set<String> down =
                    ports.keySet().stream()
                            .filter(each -> !listeners.containsKey(each))
                            .collect(Collectors.toSet());
            assertThat(alerts)
                    .filteredOn(Alert::firing)
                    .filteredOn(alert -> alert.key().rule() == AlertRule.SERVICE_DOWN)
                    .allSatisfy(alert -> assertThat(said(alert)).isEqualTo(Said.FIRING))
                    .extracting(alert -> alert.key().subject().id())
                    .containsExactlyInAnyOrderElementsOf(down);
            assertThat(alerts)
                    .filteredOn(alert -> !alert.firing())
                    .allSatisfy(alert -> assertThat(said(alert)).isNotEqualTo(Said.FIRING));
        }
    }

    private static @Nullable Said said(Alert alert) {
        return alert.telling("hook").map(Telling::said).orElse(null);
    }

    /// Whatever was queued has arrived, and what each alert's channel was told is what it heard
    /// last.
    private void nothingIsLost(Receiver receiver) {
        Map<String, Taken> byId =
                receiver.taken().stream()
                        .collect(Collectors.toMap(Taken::id, each -> each, (one, _) -> one));
        try (var store = SqliteStore.openReadOnly(directory.resolve("store"))) {
            assertThat(store.alerts().deliveries(Instant.EPOCH, 100_000))
                    .isNotEmpty()
                    .allSatisfy(each -> assertThat(each.state()).isEqualTo(Delivery.State.SENT))
                    .extracting(Delivery::id)
                    .containsExactlyInAnyOrderElementsOf(byId.keySet());
        }
    }

    private static void repeatedAtMost(int kills, Receiver receiver) {
        List<String> ids = receiver.taken().stream().map(Taken::id).toList();
        assertThat(ids.size() - Set.copyOf(ids).size()).isLessThanOrEqualTo(kills);
    }

    /// Each alert begins and ends in turn, whatever happened in between. One that is told as over
    /// first began and ended while the channel was at its limit, and the message says so.
    private static void nothingIsSaidTwice(Receiver receiver) {
        var heard = new HashMap<String, List<String>>();
        var seen = new ArrayList<String>();
        for (Taken each : receiver.taken()) {
            if (!seen.contains(each.id())) {
                seen.add(each.id());
                for (Line line : each.lines()) {
                    if (line.problem().startsWith("service_down/")) {
                        if (line.said().equals("resolved") && !heard.containsKey(line.alert())) {
                            assertThat(each.body()).contains("could not be told before");
                        }
                        heard.computeIfAbsent(line.alert(), _ -> new ArrayList<>())
                                .add(line.said());
                    }
                }
            }
        }
        assertThat(heard).isNotEmpty();
        assertThat(heard.values())
                .allSatisfy(said -> {
                    for (int i = 1; i < said.size(); i++) {
                        assertThat(said.get(i)).isNotEqualTo(said.get(i - 1));
                    }
                });
    }
}
