package io.caretaker.web.live;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Somebody who hears a stream. What waits for them is bounded: whoever is too slow is given up,
/// and comes again. Thread-safe.
final class Listener {
    /// Messages that may wait, each of one batch.
    static final int MOST_WAITING = 16;

    private static final Message END = new Message("", List::of);

    private final Voice voice;
    private final BlockingQueue<Message> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private volatile boolean over;

    Listener(Voice voice) {
        this.voice = voice;
    }

    Voice voice() {
        return voice;
    }

    /// Hands a message over.
    ///
    /// @return false when too many wait: then the stream ends
    boolean offer(Message message) {
        if (!over && waiting.offer(message)) {
            return true;
        }
        end();
        return false;
    }

    /// Ends the stream; what waits is not sent any more.
    void end() {
        over = true;
        waiting.clear();
        waiting.offer(END);
    }

    boolean over() {
        return over;
    }

    /// The next message; null when there is none within the time, empty at the end.
    byte @Nullable [] next(Duration limit) throws InterruptedException {
        Message next = waiting.poll(Math.max(0, limit.toNanos()), TimeUnit.NANOSECONDS);
        if (next == null) {
            return null;
        }
        return next == END ? new byte[0] : next.bytes();
    }
}
