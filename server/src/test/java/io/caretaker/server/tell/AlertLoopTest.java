package io.caretaker.server.tell;

import static io.caretaker.server.tell.Town.DOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caretaker.core.alert.Alert;
import io.caretaker.core.alert.AlertingPolicy;
import io.caretaker.core.alert.ChannelKind;
import io.caretaker.core.alert.ChannelPolicy;
import io.caretaker.core.alert.Message;
import io.caretaker.core.inventory.Service;
import io.caretaker.testkit.store.InMemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Much at once, in real time.
@Timeout(120)
class AlertLoopTest {
    private static final int MANY = 10_000;
    private static final int HANDFUL = 5;
    private static final Duration STORM = Duration.ofSeconds(1);
    private static final long MOST_BYTES = 300L << 20;

    private final Town town = new Town();
    private final InMemoryStore store = new InMemoryStore();
    private final AlertDesk desk = new AlertDesk(List.of());
    private final List<FakeChannel> channels =
            List.of(new FakeChannel("mail"), new FakeChannel("chat"), new FakeChannel("pager"));
    private final AlertLoop loop =
            new AlertLoop(
                    desk,
                    store::alerts,
                    town.board,
                    AlertingSetup.of(
                            AlertingPolicy.of(
                                    channels.stream()
                                            .map(each ->
                                                    ChannelPolicy.of(
                                                            each.name(), ChannelKind.WEBHOOK))
                                            .toList()),
                            List.copyOf(channels)),
                    _ -> {},
                    InstantSource.system(),
                    System::nanoTime,
                    new Random(1));

    @AfterEach
    void close() {
        loop.close();
    }

    @Test
    void ten_thousand_deaths_with_one_cause_are_one_message_that_names_it() {
        watch("db");
        Instant began = stormOf("db");
        awaitQuiet(began, MANY + 1);
        for (FakeChannel channel : channels) {
            assertThat(channel.titles())
                    .hasSizeBetween(1, HANDFUL)
                    .anySatisfy(title -> assertThat(title).contains("db is down", "10000"));
            assertThat(channel.lines()).hasSize(1);
        }
    }

    @Test
    void ten_thousand_deaths_without_a_common_cause_are_a_handful_of_messages() {
        watch(null);
        Instant began = stormOf(null);
        awaitQuiet(began, MANY);
        for (FakeChannel channel : channels) {
            assertThat(channel.arrived).hasSizeBetween(1, HANDFUL);
            long told =
                    channel.arrived.stream()
                            .mapToLong(message -> message.lines().size() + message.more())
                            .sum();
            assertThat(told).isEqualTo(MANY);
        }
    }

    @Test
    void what_is_said_is_told_within_two_seconds() {
        town.with(Town.impatient("db"));
        start();
        town.sees("db", DOWN, Instant.now());
        await().atMost(Duration.ofSeconds(2)).until(() -> channels.getFirst().arrived.size() == 1);
    }

    private void watch(@Nullable String cause) {
        var services = new ArrayList<Service>();
        for (int i = 0; i < MANY; i++) {
            String name = "s" + i;
            services.add(cause == null ? Town.impatient(name) : Town.impatient(name, cause));
        }
        if (cause != null) {
            services.add(Town.impatient(cause));
        }
        town.with(services.toArray(Service[]::new));
        start();
    }

    private void start() {
        town.board.listen(new StatusAlerts(desk, _ -> false));
        loop.start();
    }

    /// All fail within a second, the cause in the middle.
    private Instant stormOf(@Nullable String cause) {
        long usedBefore = used();
        long beganNanos = System.nanoTime();
        for (int i = 0; i < MANY; i++) {
            while (System.nanoTime() - beganNanos < STORM.toNanos() / MANY * i) {
                Thread.onSpinWait();
            }
            town.sees("s" + i, DOWN, Instant.now());
            if (cause != null && i == MANY / 2) {
                town.sees(cause, DOWN, Instant.now());
            }
        }
        assertThat(used() - usedBefore).isLessThan(MOST_BYTES);
        return Instant.now();
    }

    private static long used() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private void awaitQuiet(Instant began, int alerts) {
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        firing().size() == alerts
                                && settled()
                                && store.alerts().waiting().isEmpty());
        Instant last =
                channels.stream()
                        .flatMap(channel -> channel.arrived.stream())
                        .map(Message::at)
                        .max(Instant::compareTo)
                        .orElseThrow();
        assertThat(Duration.between(began, last)).isLessThan(Duration.ofSeconds(5));
    }

    /// Everything is told, or held because something else explains it.
    private boolean settled() {
        return firing().stream().allMatch(alert -> alert.told() || !alert.held().isEmpty());
    }

    private List<Alert> firing() {
        return store.alerts().alerts(Instant.now()).stream().filter(Alert::firing).toList();
    }
}
