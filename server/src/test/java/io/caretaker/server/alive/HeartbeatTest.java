package io.caretaker.server.alive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caretaker.core.host.ServiceNotifier;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HeartbeatTest {
    private static final Duration LIMIT = Duration.ofMillis(500);

    private final Told told = new Told();
    private final Heartbeat heartbeat = new Heartbeat(System::nanoTime);
    private final ReentrantLock door = new ReentrantLock();
    private volatile boolean closed;

    @AfterEach
    void close() {
        closed = true;
        heartbeat.close();
    }

    @Test
    void the_watchdog_is_fed_while_loops_turn_and_no_longer_when_one_hangs() {
        loop("first");
        loop("second");
        heartbeat.start(told, () -> "watching");
        await().until(() -> told.meals.get() >= 3);
        assertThat(told.said).containsExactly("ready watching");

        door.lock();
        try {
            await().until(() -> told.said.size() >= 2);
            assertThat(told.said.get(1)).startsWith("hangs: ");
            // The one may be over its limit a turn before the other.
            await().untilAsserted(() ->
                    assertThat(told.said.getLast())
                            .contains(
                                    "first has not come round for",
                                    "second has not come round for"));
            // A machine that is too busy stands still for a moment, which is forgiven once.
            var meals = new AtomicLong(told.meals.get());
            await().during(Duration.ofMillis(400))
                    .until(() -> {
                        long now = told.meals.get();
                        return now == meals.getAndSet(now);
                    });
        } finally {
            door.unlock();
        }

        await().until(() -> told.said.getLast().equals("watching"));
        assertThat(heartbeat.liveness().well()).isTrue();
    }

    @Test
    void a_loop_whose_thread_has_died_is_noticed() {
        var pulse = new Pulse(System::nanoTime);
        heartbeat.watch("dead", LIMIT, pulse::silence);
        Thread.ofPlatform().start(pulse::beat);

        await().until(() -> !heartbeat.liveness().well());
        assertThat(heartbeat.liveness().reason()).startsWith("dead has not come round for");
    }

    @Test
    void nobody_is_blamed_when_the_whole_process_stood_still() {
        var time = new AtomicLong();
        var slept = new Heartbeat(time::get);
        var pulse = new Pulse(time::get);
        slept.watch("loop", Duration.ofSeconds(30), pulse::silence);
        slept.start(told, () -> "watching");
        await().until(() -> told.meals.get() >= 1);

        time.addAndGet(Duration.ofHours(8).toNanos());
        long meals = told.meals.get();
        await().until(() -> told.meals.get() > meals);
        pulse.beat();

        long fed = told.meals.get();
        await().until(() -> told.meals.get() > fed + 1);
        slept.close();
    }

    /// A loop that goes through a door at each turn, for real.
    private void loop(String name) {
        var pulse = new Pulse(System::nanoTime);
        heartbeat.watch(name, LIMIT, pulse::silence);
        Thread.ofPlatform()
                .daemon()
                .start(() -> {
                    while (!closed) {
                        door.lock();
                        try {
                            pulse.beat();
                        } finally {
                            door.unlock();
                        }
                    }
                });
    }

    private static final class Told implements ServiceNotifier {
        private final AtomicLong meals = new AtomicLong();
        private final List<String> said = new CopyOnWriteArrayList<>();

        @Override
        public void ready(String status) {
            said.add("ready " + status);
        }

        @Override
        public void reloading() {}

        @Override
        public void stopping() {}

        @Override
        public void status(String status) {
            said.add(status);
        }

        @Override
        public void alive() {
            meals.incrementAndGet();
        }

        @Override
        public Optional<Duration> watchdog() {
            return Optional.of(Duration.ofMillis(300));
        }
    }
}
