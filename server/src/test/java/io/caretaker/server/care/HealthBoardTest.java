package io.caretaker.server.care;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caretaker.core.alert.Notice;
import io.caretaker.core.check.Metrics;
import io.caretaker.core.health.HealthStatus;
import io.caretaker.core.health.Threshold;
import io.caretaker.core.inventory.Care;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class HealthBoardTest {
    private final List<Notice> notices = new CopyOnWriteArrayList<>();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final HealthBoard board = new HealthBoard(notices::add, now::get);
    private final Service service =
            Databases.service(
                    new Care(
                            Care.DEFAULT
                                    .thresholds()
                                    .with(
                                            Map.of(
                                                    "blocked_locks",
                                                    Threshold.above(1, 5)
                                                            .holding(Duration.ofSeconds(60)))),
                            Care.DEFAULT.cleanup(),
                            Care.DEFAULT.protection(),
                            Care.DEFAULT.longQuery(),
                            false));

    @Test
    void an_excess_that_lasts_is_told_once_and_its_end_is_told_too() {
        assertThat(look(0, 6)).isZero();
        assertThat(look(59, 6)).isZero();
        assertThat(look(60, 6)).isOne();
        assertThat(look(90, 7)).isOne();
        await().untilAsserted(() ->
                assertThat(notices)
                        .singleElement()
                        .satisfies(notice -> {
                            assertThat(notice.title())
                                    .startsWith("Shop is critical: ")
                                    .contains("sessions that wait for a lock");
                            assertThat(notice.severity()).isEqualTo(Severity.HIGH);
                            assertThat(notice.key().detail()).isEqualTo("blocked_locks");
                        }));
        assertThat(look(120, 0)).isZero();
        await().untilAsserted(() ->
                assertThat(notices)
                        .extracting(Notice::kind)
                        .containsExactly(Notice.Kind.RAISED, Notice.Kind.CLEARED));
    }

    @Test
    void a_short_excess_is_told_to_nobody() {
        look(0, 6);
        look(30, 0);
        look(61, 6);
        look(90, 0);
        assertThat(notices).isEmpty();
    }

    @Test
    void the_newest_health_is_known_until_the_service_is_gone() {
        look(0, 6);
        look(60, 6);
        var health = board.health(service.id()).orElseThrow();
        assertThat(health.status()).isEqualTo(HealthStatus.CRITICAL);
        assertThat(health.score()).isEqualTo(75);
        board.forget(Set.of(service.id()));
        assertThat(board.health(service.id())).isEmpty();
    }

    private int look(int second, double blocked) {
        now.set(Instant.EPOCH.plusSeconds(second));
        return board.judge(service, Metrics.builder().put("blocked_locks", blocked).build()).size();
    }
}
