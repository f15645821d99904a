package io.caretaker.server.tell;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.alert.Notice;
import io.caretaker.core.liveness.Liveness;
import io.caretaker.core.liveness.LoopSilence;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoopAlarmTest {
    private final AlertDesk desk = new AlertDesk(List.of());
    private final LoopAlarm alarm = new LoopAlarm(desk, () -> Town.BEGIN);

    @Test
    void a_loop_that_hangs_is_told_once_and_its_end_too_also_by_another_run() {
        alarm.accept(silent(90));
        alarm.accept(silent(100));
        assertThat(titles())
                .containsExactly("a part of caretaker makes no progress: caretaker-writer");
        new LoopAlarm(desk, () -> Town.BEGIN).accept(silent(1));
        assertThat(titles()).containsExactly("caretaker-writer makes progress again");
        alarm.accept(silent(1));
        assertThat(titles()).isEmpty();
    }

    private static Liveness silent(int seconds) {
        return Liveness.of(
                List.of(
                        new LoopSilence(
                                "caretaker-writer",
                                Duration.ofSeconds(seconds),
                                Duration.ofSeconds(60))));
    }

    private List<String> titles() {
        return desk.take().stream().map(Notice::title).toList();
    }
}
