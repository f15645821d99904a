package io.caretaker.server.tell;

import static io.caretaker.server.tell.Town.BEGIN;
import static io.caretaker.server.tell.Town.UP;
import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.alert.AlertKey;
import io.caretaker.core.alert.AlertRule;
import io.caretaker.core.alert.Notice;
import io.caretaker.core.inventory.Monitoring;
import io.caretaker.core.inventory.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class UnwatchedAlertsTest {
    private final AlertDesk desk = new AlertDesk(List.of());
    private final Town town = new Town().with(Town.service("db"));
    private final AtomicReference<Instant> now = new AtomicReference<>(BEGIN);
    private final UnwatchedAlerts unwatched = new UnwatchedAlerts(town.board, desk, now::get);

    @Test
    void a_service_that_is_not_looked_at_for_ten_minutes_is_told_until_it_is() {
        town.sees("db", UP, BEGIN);
        pass(Duration.ofMinutes(10));
        assertThat(titles()).isEmpty();
        pass(Duration.ofSeconds(20));
        assertThat(titles()).containsExactly("db was not looked at for too long");
        pass(Duration.ofMinutes(5));
        assertThat(titles()).isEmpty();
        town.sees("db", UP, now.get());
        pass(Duration.ofSeconds(10));
        assertThat(titles()).containsExactly("db is looked at again");
    }

    @Test
    void after_a_start_checks_get_their_time_first() {
        var later = new AtomicReference<>(BEGIN.plus(Duration.ofDays(3)));
        town.sees("db", UP, BEGIN);
        var restarted = new UnwatchedAlerts(town.board, desk, later::get);
        for (int second = 0; second < 590; second += 10) {
            later.updateAndGet(at -> at.plusSeconds(10));
            restarted.turn();
        }
        assertThat(titles()).isEmpty();
    }

    @Test
    void a_machine_that_slept_gives_checks_their_time_first() {
        town.sees("db", UP, BEGIN);
        pass(Duration.ofMinutes(1));
        now.updateAndGet(at -> at.plus(Duration.ofHours(8)));
        unwatched.turn();
        pass(Duration.ofMinutes(9));
        assertThat(titles()).isEmpty();
    }

    @Test
    void alerts_of_a_service_that_nobody_watches_any_more_are_over() {
        var key = AlertKey.of(AlertRule.SERVICE_DOWN, Town.id("db"));
        desk.tell(Notice.raised(BEGIN, key, Severity.HIGH, "db is down", ""));
        desk.take();
        Monitoring off =
                new Monitoring(
                        false, Duration.ofSeconds(60), Duration.ofSeconds(5), 0, Duration.ZERO);
        town.with(Town.service("db", off));
        pass(Duration.ofSeconds(10));
        assertThat(titles()).containsExactly("db is no longer watched");
        assertThat(desk.firing(key)).isFalse();
    }

    private void pass(Duration time) {
        Instant end = now.get().plus(time);
        while (now.get().isBefore(end)) {
            now.updateAndGet(at -> at.plusSeconds(10));
            unwatched.turn();
        }
    }

    private List<String> titles() {
        return desk.take().stream().map(Notice::title).toList();
    }
}
