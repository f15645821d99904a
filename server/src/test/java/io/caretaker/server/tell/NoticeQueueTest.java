package io.caretaker.server.tell;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.alert.AlertKey;
import io.caretaker.core.alert.AlertRule;
import io.caretaker.core.alert.Notice;
import io.caretaker.core.inventory.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;

class NoticeQueueTest {
    private static final AlertKey DB = AlertKey.of(AlertRule.SERVICE_DOWN, Town.id("db"));
    private static final AlertKey WEB = AlertKey.of(AlertRule.SERVICE_DOWN, Town.id("web"));
    private static final AlertKey HEALED = AlertKey.of(AlertRule.RECOVERY_DONE, Town.id("db"));

    private final NoticeQueue queue = new NoticeQueue();

    @Test
    void saying_the_same_again_keeps_the_place_and_takes_the_newest_words() {
        queue.add(raised(DB, "first"));
        queue.add(raised(WEB, "web"));
        queue.add(raised(DB, "second"));
        assertThat(titles()).containsExactly("second", "web");
    }

    @Test
    void a_problem_that_came_and_went_is_heard_in_order() {
        queue.add(raised(DB, "down"));
        queue.add(cleared(DB, "up"));
        assertThat(titles()).containsExactly("down", "up");
    }

    @Test
    void much_coming_and_going_keeps_its_ends() {
        for (int i = 0; i < 1000; i++) {
            queue.add(raised(DB, "down " + i));
            queue.add(cleared(DB, "up " + i));
        }
        queue.add(raised(DB, "down at last"));
        assertThat(titles())
                .hasSizeLessThanOrEqualTo(3)
                .startsWith("down 0")
                .endsWith("down at last");
    }

    @Test
    void events_are_kept_apart_and_bounded() {
        for (int i = 0; i < 100; i++) {
            queue.add(Notice.noted(Town.BEGIN, HEALED, Severity.LOW, "healed " + i, ""));
        }
        assertThat(titles()).hasSize(10).startsWith("healed 90").endsWith("healed 99");
    }

    @Test
    void what_was_taken_is_gone() {
        queue.add(raised(DB, "down"));
        assertThat(queue.holds(DB)).isTrue();
        assertThat(titles()).hasSize(1);
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.holds(DB)).isFalse();
    }

    private List<String> titles() {
        return queue.take().stream().map(Notice::title).toList();
    }

    private static Notice raised(AlertKey key, String title) {
        return Notice.raised(Town.BEGIN, key, Severity.HIGH, title, "");
    }

    private static Notice cleared(AlertKey key, String title) {
        return Notice.cleared(Town.BEGIN, key, title, "");
    }
}
