package io.caretaker.server;

import static io.caretaker.server.Fixture.REFUSED;
import static io.caretaker.server.Fixture.UP;
import static io.caretaker.server.Fixture.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caretaker.core.check.ProbeReply;
import io.caretaker.core.inventory.InventoryChange;
import io.caretaker.core.inventory.Monitoring;
import io.caretaker.core.inventory.Service;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchTest {
    @TempDir Path directory;

    private Fixture fixture;

    @BeforeEach
    void prepare() {
        fixture = new Fixture(directory);
    }

    @AfterEach
    void end() {
        fixture.close();
    }

    @Test
    void checks_that_hang_are_ended_and_delay_nobody() {
        var healthy = new AtomicInteger();
        var never = new CountDownLatch(1);
        fixture.probe =
                (service, _, _, _) -> {
                    if (service.id().value().startsWith("hangs")) {
                        never.await();
                    }
                    healthy.incrementAndGet();
                    return ProbeReply.of(UP);
                };
        var services = new ArrayList<Service>();
        for (int i = 0; i < 300; i++) {
            services.add(fixture.service("hangs" + i));
        }
        services.add(fixture.service("healthy"));
        fixture.with(services.toArray(Service[]::new)).start();
        await().atMost(Duration.ofSeconds(20)).until(() -> fixture.state("hangs7").status().down());
        int before = healthy.get();
        await().atMost(Duration.ofSeconds(5)).until(() -> healthy.get() >= before + 3);
        assertThat(fixture.state("hangs7").message()).contains("no answer within 500 ms");
        assertThat(fixture.state("healthy").status().up()).isTrue();
    }

    @Test
    void a_defect_in_one_check_says_nothing_about_the_service() {
        fixture.probe =
                (_, _, _, _) -> {
                    throw new IllegalStateException("a defect");
                };
        fixture.with(fixture.service("db")).start();
        await().until(() -> fixture.state("db").lastCheck() != null);
        assertThat(fixture.state("db").consecutiveFailures()).isZero();
        assertThat(fixture.state("db").message()).contains("defect");
    }

    @Test
    void a_service_added_by_another_process_is_watched_and_a_removed_one_is_not() {
        fixture.with(fixture.service("one")).start();
        fixture.with(fixture.service("two"));
        await().until(() -> fixture.state("two").status().up());
        fixture.store
                .inventory()
                .apply(List.of(new InventoryChange.RemoveService(id("two"))), Instant.now());
        await().until(() -> fixture.caretaker().inventory().service(id("two")).isEmpty());
        await().until(() -> !fixture.store.states().read().containsKey(id("two")));
    }

    @Test
    void ten_thousand_services_down_at_once_are_all_noticed() {
        fixture.monitoring =
                new Monitoring(
                        true,
                        Duration.ofSeconds(45),
                        Duration.ofSeconds(5),
                        0,
                        Duration.ofSeconds(5));
        fixture.policy = fixture.policy.optedIn(false);
        var services = new ArrayList<Service>();
        for (int i = 0; i < 10_000; i++) {
            Service service = fixture.service("s" + i);
            fixture.answers.put(service.id(), REFUSED);
            services.add(service);
        }
        fixture.with(services.toArray(Service[]::new)).start();
        await().atMost(Duration.ofSeconds(60))
                .until(() ->
                        fixture.caretaker().board().states().stream()
                                        .filter(state -> state.status().down())
                                        .count()
                                == 10_000);
        // A storm is capped: what does not fit is counted in the last message.
        assertThat(fixture.notices.size()).isLessThan(10_000 * 2);
        await().atMost(Duration.ofSeconds(30)).until(() -> fixture.caretaker().backlog() == 0);
    }

    @Test
    void a_clock_that_jumps_back_stops_nothing() {
        var offset = new AtomicLong();
        fixture.clock = () -> Instant.now().plusSeconds(offset.get());
        var checks = new AtomicInteger();
        fixture.probe =
                (_, _, _, _) -> {
                    checks.incrementAndGet();
                    return ProbeReply.of(UP);
                };
        fixture.with(fixture.service("db")).start();
        await().until(() -> checks.get() >= 2);
        offset.set(-Duration.ofDays(1).toSeconds());
        int before = checks.get();
        await().atMost(Duration.ofSeconds(10)).until(() -> checks.get() >= before + 3);
    }

    @Test
    void what_was_known_before_a_restart_is_known_after_it() throws InterruptedException {
        fixture.policy = fixture.policy.optedIn(false);
        fixture.with(fixture.service("db"));
        fixture.answers.put(id("db"), REFUSED);
        fixture.start();
        await().until(() -> fixture.state("db").status().down());
        assertThat(fixture.caretaker().flush(Duration.ofSeconds(5))).isTrue();
        Instant since = fixture.state("db").statusSince();
        fixture.close();
        fixture.start();
        assertThat(fixture.state("db").status().down()).isTrue();
        assertThat(fixture.state("db").statusSince()).isEqualTo(since);
    }
}
