package io.caretaker.hosts.probe;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Fault;
import io.caretaker.core.check.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// What is said on one connection: send, then listen until the expected text came. Used once.
final class TcpDialogue {
    /// A peer that says more than this without the expected text will not say it.
    private static final int MOST_BYTES = 64 * 1024;

    /// So much fits into the kernel's buffer of a new connection: sending it does not block.
    private static final int NEVER_BLOCKS = 4 * 1024;

    private final Socket socket;
    private final CheckSpec.Tcp tcp;
    private final String where;
    private final Deadline deadline;
    private volatile boolean tooLate;

    TcpDialogue(Socket socket, CheckSpec.Tcp tcp, String where, Deadline deadline) {
        this.socket = socket;
        this.tcp = tcp;
        this.where = where;
        this.deadline = deadline;
    }

    Outcome hold() throws IOException {
        if (tcp.send() != null) {
            send(tcp.send());
        }
        Outcome outcome =
                tcp.expect() == null
                        ? new Outcome.Up(where + " accepts connections")
                        : listen(tcp.expect());
        boolean mayBeOnItsWay = tcp.send() != null && tcp.expect() == null;
        if (!mayBeOnItsWay) {
            leave();
        }
        return outcome;
    }

    /// Says goodbye, and forgets the connection at once.
    ///
    /// Who closes first keeps the port in TIME_WAIT for a minute. At 2,000 checks a second that is
    /// 120,000 connections, and there are 28,000 ports. With no time to linger the kernel sends a
    /// reset and keeps nothing. A reset alone would be an error in the peer's log at each check
    /// (PostgreSQL: "could not receive data from client"); after a regular end of our side the peer
    /// reads just that end. A peer that ends its own side within the microseconds between the two
    /// still leaves one connection in TIME_WAIT: one in seven on a loopback, which fits.
    private void leave() throws IOException {
        socket.setSoLinger(true, 0);
        try {
            socket.shutdownOutput();
        } catch (IOException _) {
            // The peer was quicker.
        }
    }

    /// A send that could block has no limit of its own: the socket is closed under it in time.
    private void send(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= NEVER_BLOCKS) {
            socket.getOutputStream().write(bytes);
            return;
        }
        Thread guard = Thread.ofVirtual().name("caretaker-send-limit").start(this::closeAtDeadline);
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            if (tooLate) {
                var timeout = new SocketTimeoutException("sending timed out");
                timeout.initCause(e);
                throw timeout;
            }
            throw e;
        } finally {
            guard.interrupt();
        }
    }

    private void closeAtDeadline() {
        try {
            Thread.sleep(deadline.remaining());
            tooLate = true;
            socket.close();
        } catch (InterruptedException | IOException _) {
            // Sent in time, or closed already.
        }
    }

    private Outcome listen(String text) throws IOException {
        byte[] expected = text.getBytes(StandardCharsets.UTF_8);
        byte[] heard = new byte[1024];
        int length = 0;
        InputStream in = socket.getInputStream();
        while (!deadline.expired()) {
            socket.setSoTimeout(deadline.remainingMillis());
            int n = read(in, heard, length);
            if (n < 0) {
                return length == 0
                        ? new Outcome.Down(Fault.CLOSED, where + " closed the connection", null)
                        : unexpected("closed the connection after another answer", heard, length);
            }
            int from = Math.max(0, length - expected.length);
            length += n;
            if (contains(heard, from, length, expected)) {
                return new Outcome.Up(where + " answers as expected");
            }
            if (length >= MOST_BYTES) {
                return unexpected("says a lot, and not the expected text", heard, length);
            }
            heard = length == heard.length ? Arrays.copyOf(heard, length * 2) : heard;
        }
        throw new SocketTimeoutException("no expected answer in time");
    }

    private static int read(InputStream in, byte[] into, int offset) throws IOException {
        return in.read(into, offset, into.length - offset);
    }

    private static boolean contains(byte[] bytes, int from, int to, byte[] wanted) {
        for (int i = from; i <= to - wanted.length; i++) {
            if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
                return true;
            }
        }
        return false;
    }

    private Outcome unexpected(String what, byte[] heard, int length) {
        String said = new String(heard, 0, Math.min(length, 200), StandardCharsets.UTF_8);
        return new Outcome.Down(
                Fault.UNEXPECTED_ANSWER, where + " " + what, "it said: " + Texts.oneLine(said));
    }
}
