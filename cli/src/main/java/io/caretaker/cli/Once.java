package io.caretaker.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A part that is made when it is first asked for. Thread-safe.
final class Once<T> implements Supplier<T> {
    private final Supplier<T> maker;
    private final Made made;
    private @Nullable T part;

    private Once(Supplier<T> maker, Made made) {
        this.maker = maker;
        this.made = made;
    }

    @Override
    public synchronized T get() {
        T known = part;
        if (known == null) {
            known = maker.get();
            part = known;
            made.add(known);
        }
        return known;
    }

    /// What was made, to be closed in the opposite order.
    static final class Made implements AutoCloseable {
        private static final Logger LOG = LoggerFactory.getLogger("wiring");

        private final Deque<AutoCloseable> parts = new ArrayDeque<>();

        <T> Once<T> once(Supplier<T> maker) {
            return new Once<>(maker, this);
        }

        private synchronized void add(Object part) {
            if (part instanceof AutoCloseable closeable) {
                parts.push(closeable);
            }
        }

        @Override
        public synchronized void close() {
            while (!parts.isEmpty()) {
                close(parts.pop());
            }
        }

        private static void close(AutoCloseable part) {
            try {
                part.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                LOG.atWarn()
                        .setCause(e)
                        .addKeyValue("part", part.getClass().getSimpleName())
                        .log("could not be closed");
            }
        }
    }
}
