package io.caretaker.server.tell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caretaker.core.alert.Message;
import io.caretaker.core.alert.SendReply;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SendAttemptTest {
    private final Message message = Mail.to("pager", "n-1").message();
    private final FakeChannel pager = new FakeChannel("pager");
    private final SendAttempt attempt =
            new SendAttempt(Duration.ofMillis(50), Duration.ofMillis(50), System::nanoTime);

    @Test
    void one_that_keeps_no_deadline_is_left_behind_and_not_asked_before_it_is_back()
            throws InterruptedException {
        var door = new CountDownLatch(1);
        var back = new AtomicBoolean();
        pager.answer =
                _ -> {
                    while (door.getCount() > 0) {
                        Thread.onSpinWait();
                    }
                    back.set(true);
                    return FakeChannel.OK;
                };
        assertThat(attempt.send(pager, message)).isInstanceOf(SendReply.Later.class);
        assertThat(attempt.send(pager, message))
                .isEqualTo(new SendReply.Later("the attempt before still hangs", null));
        assertThat(pager.attempts).hasSize(1);
        door.countDown();
        await().untilTrue(back);
        pager.answer = _ -> FakeChannel.OK;
        await().until(() -> attempt.send(pager, message) instanceof SendReply.Delivered);
    }

    @Test
    void a_defect_of_a_channel_is_no_end() throws InterruptedException {
        pager.answer =
                _ -> {
                    throw new IllegalStateException("odd");
                };
        assertThat(attempt.send(pager, message))
                .isEqualTo(new SendReply.Later("a defect: IllegalStateException", null));
    }
}
