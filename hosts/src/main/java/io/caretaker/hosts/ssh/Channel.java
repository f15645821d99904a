package io.caretaker.hosts.ssh;

import io.caretaker.core.check.Deadline;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.channel.ChannelListener;
import org.jspecify.annotations.Nullable;

/// One program on the host, with its streams. Thread-safe.
final class Channel implements AutoCloseable {
    /// Looked at so often even when no event came.
    private static final long LONGEST_NAP_MILLIS = 10;

    private final ChannelExec channel;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    private Channel(ChannelExec channel) {
        this.channel = channel;
    }

    /// Starts a line of the log-in shell.
    ///
    /// Throws [IOException] when the host does not allow it, or not in time.
    static Channel open(
            ClientSession session,
            String line,
            OutputStream out,
            OutputStream err,
            Deadline deadline)
            throws IOException, InterruptedException {
        var opened =
                new Channel(
                        session.createExecChannel(
                                line.getBytes(StandardCharsets.UTF_8), null, null));
        opened.channel.setOut(out);
        opened.channel.setErr(err);
        opened.channel.addChannelListener(opened.new Listener());
        try {
            opened.channel.open().verify(deadline.remainingMillis());
            return opened;
        } catch (InterruptedIOException e) {
            opened.close();
            throw Dialer.interrupted(e);
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private final class Listener implements ChannelListener {
        @Override
        public void channelStateChanged(
                org.apache.sshd.common.channel.Channel which, @Nullable String hint) {
            wake();
        }

        @Override
        public void channelClosed(
                org.apache.sshd.common.channel.Channel which, @Nullable Throwable reason) {
            wake();
        }
    }

    void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until something may have changed; the caller looks again in any case.
    @SuppressWarnings("WaitNotInLoop")
    void await(long millis) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (!ended()) {
                var _ =
                        changed.await(
                                Math.clamp(millis, 1, LONGEST_NAP_MILLIS), TimeUnit.MILLISECONDS);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Calls back once, when it is closed by whomever.
    void whenClosed(Runnable callback) {
        channel.addCloseFutureListener(_ -> Thread.ofVirtual().start(callback));
    }

    OutputStream input() {
        return channel.getInvertedIn();
    }

    /// The exit code, as a shell gives it when a signal ended the program; null while it runs.
    @Nullable Integer exitCode() {
        Integer status = channel.getExitStatus();
        if (status != null) {
            return status;
        }
        String signal = channel.getExitSignal();
        return signal == null ? null : 128 + Signals.number(signal);
    }

    boolean ended() {
        return channel.isEofSignalled() || channel.isClosed();
    }

    boolean closed() {
        return channel.isClosed() || channel.isClosing();
    }

    @Override
    public void close() {
        channel.close(false);
    }
}
