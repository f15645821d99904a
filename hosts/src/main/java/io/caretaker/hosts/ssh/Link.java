package io.caretaker.hosts.ssh;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.problem.Problem;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.client.session.ClientSession;
import org.jspecify.annotations.Nullable;

/// The one connection to a target: made when it is first needed, shared by all, made anew when it
/// broke. Thread-safe.
///
/// A target that refused or kept silent is left alone for a while: until then everybody gets the
/// reason at once.
final class Link {
    /// Sessions on one connection; sshd allows ten, and two are kept for watching and for ending.
    static final int CHANNELS = 8;

    private final Target target;
    private final Connector connector;
    private final Semaphore channels = new Semaphore(CHANNELS, true);
    private final AtomicInteger users = new AtomicInteger();
    private volatile long lastUsed = System.nanoTime();

    private @Nullable ClientSession live;
    private @Nullable CompletableFuture<ClientSession> pending;
    private @Nullable Problem refusal;
    private long refusedUntil;
    private int failures;
    private boolean closed;

    /// Makes a connection; runs on a thread of its own.
    interface Connector {
        ClientSession connect(Target target) throws InterruptedException;

        Duration pauseAfter(int failures);
    }

    Link(Target target, Connector connector) {
        this.target = target;
        this.connector = connector;
    }

    Target target() {
        return target;
    }

    /// The connection, for as long as it takes to close what is returned.
    ///
    /// Throws [Problem] `UNREACHABLE` with the reason.
    Use use(Deadline deadline) throws InterruptedException {
        users.incrementAndGet();
        try {
            return new Use(session(deadline), this::release);
        } catch (Problem | InterruptedException e) {
            release();
            throw e;
        }
    }

    /// As [#use], and the right to open one channel.
    Use channel(Deadline deadline) throws InterruptedException {
        if (!channels.tryAcquire(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
            throw Dialer.unreachable(
                    target, "the connection was busy with other commands all the time", null);
        }
        try {
            Use use = use(deadline);
            return new Use(
                    use.session(),
                    () -> {
                        channels.release();
                        use.close();
                    });
        } catch (Problem | InterruptedException e) {
            channels.release();
            throw e;
        }
    }

    /// A use of the connection.
    record Use(ClientSession session, Runnable end) implements AutoCloseable {
        @Override
        public void close() {
            end.run();
        }
    }

    private void release() {
        lastUsed = System.nanoTime();
        users.decrementAndGet();
    }

    private ClientSession session(Deadline deadline) throws InterruptedException {
        CompletableFuture<ClientSession> attempt = attempt();
        try {
            return attempt.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw Dialer.unreachable(target, "no connection within the time allowed", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Problem problem
                    ? problem
                    : Dialer.unreachable(target, Reasons.words(e), e);
        }
    }

    private synchronized CompletableFuture<ClientSession> attempt() {
        if (closed) {
            throw Dialer.unreachable(target, "caretaker is ending", null);
        }
        if (live != null && live.isOpen()) {
            return CompletableFuture.completedFuture(live);
        }
        if (pending != null) {
            return pending;
        }
        if (refusal != null && System.nanoTime() - refusedUntil < 0) {
            throw refusal;
        }
        var attempt = new CompletableFuture<ClientSession>();
        pending = attempt;
        Thread.ofVirtual().name("caretaker-ssh-connect").start(() -> connect(attempt));
        return attempt;
    }

    private void connect(CompletableFuture<ClientSession> attempt) {
        try {
            ClientSession session = connector.connect(target);
            if (!connected(session)) {
                session.close(true);
            }
            attempt.complete(session);
        } catch (Problem e) {
            failed(e);
            attempt.completeExceptionally(e);
        } catch (InterruptedException | RuntimeException e) {
            Problem problem = Dialer.unreachable(target, Reasons.words(e), e);
            failed(problem);
            attempt.completeExceptionally(problem);
        }
    }

    private synchronized boolean connected(ClientSession session) {
        live = session;
        pending = null;
        refusal = null;
        failures = 0;
        return !closed;
    }

    private synchronized void failed(Problem reason) {
        pending = null;
        refusal = reason;
        failures++;
        refusedUntil = System.nanoTime() + connector.pauseAfter(failures).toNanos();
    }

    /// Forgets a refusal: something says that the host may answer again.
    synchronized void encourage() {
        refusal = null;
    }

    /// Gives up a connection that no longer answers; the next one who asks gets a new one.
    synchronized void suspect(ClientSession session) {
        session.close(true);
    }

    synchronized void closeWhenIdle(Duration limit) {
        boolean idle = users.get() == 0 && System.nanoTime() - lastUsed > limit.toNanos();
        if (idle && live != null && live.isOpen()) {
            live.close(false);
            live = null;
        }
    }

    synchronized void close() {
        closed = true;
        if (live != null) {
            live.close(true);
        }
    }
}
