package io.caretaker.hosts.ssh;

import io.caretaker.core.check.Deadline;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.channel.ChannelListener;
import org.jspecify.annotations.Nullable;

/// One program on the host, with its streams. Thread-safe.
///
/// Both ends are told by the host and waited for without looking: that of the program, and that of
/// its output, which a daemon that it leaves behind may hold open for years.
final class Channel implements AutoCloseable {
    private static final long CLOSING_MILLIS = 500;

    private final ChannelExec channel;
    private final CountDownLatch exit = new CountDownLatch(1);
    private final CountDownLatch silence = new CountDownLatch(1);
    private final AtomicReference<byte @Nullable []> unsent = new AtomicReference<>();

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
        opened.channel.addCloseFutureListener(_ -> opened.over());
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

    /// Is told of the exit code, and of the end of the output.
    private final class Listener implements ChannelListener {
        @Override
        public void channelStateChanged(
                org.apache.sshd.common.channel.Channel which, @Nullable String hint) {
            send();
            if (exitCode() != null) {
                exit.countDown();
            }
            if (channel.isEofSignalled()) {
                silence.countDown();
            }
        }

        @Override
        public void channelClosed(
                org.apache.sshd.common.channel.Channel which, @Nullable Throwable reason) {
            over();
        }
    }

    private void over() {
        exit.countDown();
        silence.countDown();
    }

    /// Waits for the end of the program or of the channel; false when the deadline was first.
    boolean awaitExit(Deadline deadline) throws InterruptedException {
        return exit.await(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
    }

    /// Waits for the end of the output, whoever holds it; false when that did not come in time.
    ///
    /// @param nanos how long at most
    boolean awaitSilence(long nanos) throws InterruptedException {
        return silence.await(nanos, TimeUnit.NANOSECONDS);
    }

    /// Calls back once, when it is closed by whomever.
    void whenClosed(Runnable callback) {
        channel.addCloseFutureListener(_ -> Thread.ofVirtual().start(callback));
    }

    /// Sends that, and the end of the input after it, without waiting here: most hosts say only
    /// after the opening how much they take.
    void send(byte[] input) {
        unsent.set(input);
        send();
    }

    /// What the host does not take in one go is sent by a thread of its own, for the program may
    /// never read it.
    private void send() {
        long room = channel.getRemoteWindow().getSize();
        byte[] input = room > 0 ? unsent.getAndSet(null) : null;
        if (input == null) {
            return;
        }
        if (input.length <= room) {
            write(input);
        } else {
            Thread.ofVirtual().name("caretaker-input").start(() -> write(input));
        }
    }

    private void write(byte[] input) {
        try (OutputStream stream = input()) {
            stream.write(input);
        } catch (IOException _) {
            // It ended, or does not want to know.
        }
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

    boolean closed() {
        return channel.isClosed() || channel.isClosing();
    }

    /// Waits shortly for the host's word that it is closed there too: until then it counts among
    /// the sessions that the host allows.
    @Override
    public void close() {
        try {
            boolean _ = channel.close(false).await(CLOSING_MILLIS);
        } catch (InterruptedIOException _) {
            Thread.currentThread().interrupt();
        } catch (IOException _) {
            // The connection is gone, and the channel with it.
        }
    }
}
