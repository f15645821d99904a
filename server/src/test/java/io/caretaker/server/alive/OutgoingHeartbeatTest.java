package io.caretaker.server.alive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caretaker.core.alert.AlertKey;
import io.caretaker.core.alert.AlertRule;
import io.caretaker.core.liveness.LifeSign;
import io.caretaker.core.liveness.Liveness;
import io.caretaker.core.liveness.LoopSilence;
import io.caretaker.server.tell.AlertDesk;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class OutgoingHeartbeatTest {
    private static final Duration EVERY = Duration.ofMillis(20);
    private static final AlertKey FAILING = AlertKey.own(AlertRule.LIFE_SIGN_FAILING);

    private final AlertDesk desk = new AlertDesk(List.of());
    private final AtomicInteger signs = new AtomicInteger();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile Liveness liveness = Liveness.of(List.of());
    private volatile Optional<String> failure = Optional.empty();
    private final LifeSign sign =
            _ -> {
                signs.incrementAndGet();
                return failure;
            };
    private final OutgoingHeartbeat heartbeat =
            new OutgoingHeartbeat(this::liveness, desk, InstantSource.system(), System::nanoTime);

    private Liveness liveness() {
        asked.incrementAndGet();
        return liveness;
    }

    @AfterEach
    void close() {
        heartbeat.close();
    }

    @Test
    void signs_are_given_while_loops_turn_and_none_while_one_hangs() {
        start();
        await().until(() -> signs.get() >= 3);
        liveness =
                Liveness.of(
                        List.of(
                                new LoopSilence(
                                        "control", Duration.ofSeconds(9), Duration.ofSeconds(1))));
        awaitTurns(2);
        int given = signs.get();
        awaitTurns(5);
        assertThat(signs.get()).isEqualTo(given);
        liveness = Liveness.of(List.of());
        await().until(() -> signs.get() > given);
    }

    @Test
    void signs_that_do_not_arrive_are_an_alert_until_they_do() {
        failure = Optional.of("no answer");
        start();
        await().until(() -> desk.firing(FAILING));
        assertThat(signs.get()).isGreaterThanOrEqualTo(3);
        failure = Optional.empty();
        await().until(() -> !desk.firing(FAILING));
    }

    @Test
    void another_configuration_holds_at_once() {
        var others = new AtomicInteger();
        heartbeat.use(null, Duration.ofHours(1));
        heartbeat.start();
        heartbeat.use(
                _ -> {
                    others.incrementAndGet();
                    return Optional.empty();
                },
                Duration.ofHours(1));
        await().until(() -> others.get() >= 1);
        heartbeat.use(sign, Duration.ofHours(1));
        await().until(() -> signs.get() >= 1);
    }

    private void start() {
        heartbeat.use(sign, EVERY);
        heartbeat.start();
    }

    private void awaitTurns(int turns) {
        int before = asked.get();
        await().until(() -> asked.get() >= before + turns);
    }
}
