package io.caretaker.web.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caretaker.core.inventory.ServiceId;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SessionWatchTest {
    private static final ServiceId SHOP = new ServiceId("shop");
    private static final Duration QUICK = Duration.ofMillis(20);

    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger told = new AtomicInteger();

    private SessionWatch<Integer> watch(SessionWatch.Look<Integer> look) {
        return new SessionWatch<>(look, _ -> told.incrementAndGet(), QUICK, System::nanoTime);
    }

    @Test
    void it_looks_once_for_all_who_watch_until_the_last_one_leaves() {
        SessionWatch<Integer> watch = watch(_ -> asked.incrementAndGet());
        for (int i = 0; i < 50; i++) {
            watch.begin(SHOP);
        }
        await().until(() -> told.get() >= 3);
        assertThat(watch.newest(SHOP)).isNotNull().isLessThanOrEqualTo(asked.get());
        assertThat(asked.get() - told.get()).as("looks for each telling").isBetween(0, 1);

        for (int i = 0; i < 49; i++) {
            watch.end(SHOP);
        }
        int then = told.get();
        await("the last one is told on").until(() -> told.get() > then);
        watch.end(SHOP);

        await("it is forgotten").until(() -> watch.watched() == 0);
        assertThat(watch.newest(SHOP)).isNull();
        assertThat(asked).hasValue(told.get());
    }

    @Test
    void looks_never_overlap_however_long_one_takes_and_whoever_comes_and_goes() {
        var within = new AtomicInteger();
        var most = new AtomicInteger();
        var hold = new CountDownLatch(1);
        SessionWatch<Integer> watch =
                watch(_ -> {
                    most.accumulateAndGet(within.incrementAndGet(), Math::max);
                    hold.await();
                    within.decrementAndGet();
                    return asked.incrementAndGet();
                });
        watch.begin(SHOP);
        await().until(() -> within.get() == 1);
        for (int i = 0; i < 10; i++) {
            watch.end(SHOP);
            watch.begin(SHOP);
        }
        assertThat(watch.watched()).isEqualTo(1);

        hold.countDown();
        await().until(() -> asked.get() >= 2);

        assertThat(most).hasValue(1);
        watch.end(SHOP);
        await().until(() -> watch.watched() == 0);
    }

    @Test
    void a_look_that_fails_shows_nothing_and_the_next_one_is_tried() {
        SessionWatch<Integer> watch =
                watch(_ -> {
                    if (asked.incrementAndGet() == 1) {
                        throw new IllegalStateException("not yet");
                    }
                    return 7;
                });
        watch.begin(SHOP);

        await().until(() -> told.get() >= 2);

        assertThat(watch.newest(SHOP)).isEqualTo(7);
        watch.end(SHOP);
        await().until(() -> watch.watched() == 0);
    }
}
