package io.caretaker.web.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MessageTest {
    private static String text(Message message) {
        return new String(message.bytes(), StandardCharsets.UTF_8);
    }

    @Test
    void many_who_come_at_once_hear_what_was_put_into_words_once()
            throws InterruptedException, ExecutionException {
        var made = new AtomicInteger();
        var message =
                new Message(
                        "a-1",
                        () -> {
                            made.incrementAndGet();
                            return List.of(new LiveEvent("parts", "<p>one</p>\n<p>two</p>"));
                        });
        Callable<String> reader = () -> text(message);

        try (var readers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<String> each :
                    readers.invokeAll(java.util.Collections.nCopies(200, reader))) {
                assertThat(each.get())
                        .isEqualTo("id: a-1\nevent: parts\ndata: <p>one</p>\ndata: <p>two</p>\n\n");
            }
        }

        assertThat(made).hasValue(1);
    }

    @Test
    void without_words_the_id_goes_out() {
        assertThat(text(new Message("a-2", List::of))).isEqualTo("id: a-2\n\n");
    }

    @Test
    void what_cannot_be_put_into_words_is_to_be_read_anew() {
        var message =
                new Message(
                        "a-3",
                        () -> {
                            throw new IllegalStateException("the store is away");
                        });

        assertThat(text(message)).contains("id: a-3", "event: reload").doesNotContain("store");
    }
}
