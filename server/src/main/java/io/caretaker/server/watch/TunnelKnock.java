package io.caretaker.server.watch;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Fault;
import io.caretaker.core.check.Outcome;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/// Whether somebody listens at the far end of a tunnel. The near end always accepts; when nobody
/// listens at the far end, it is closed at once, and a service that listens sends something or
/// waits.
final class TunnelKnock {
    /// Longer than the way to the host and back.
    private static final Duration MOMENT = Duration.ofMillis(600);

    private TunnelKnock() {}

    static Outcome knock(InetSocketAddress near, String where, Deadline deadline)
            throws InterruptedException {
        try (var socket = new Socket(Proxy.NO_PROXY)) {
            socket.connect(near, deadline.remainingMillis());
            socket.setSoTimeout(deadline.within(MOMENT).remainingMillis());
            return socket.getInputStream().read() < 0
                    ? refused(where)
                    : new Outcome.Up(where + " accepts connections");
        } catch (SocketTimeoutException _) {
            return new Outcome.Up(where + " accepts connections");
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("the check was cancelled");
            }
            return refused(where);
        }
    }

    private static Outcome refused(String where) {
        return new Outcome.Down(Fault.REFUSED, "nobody listens on " + where, null);
    }
}
