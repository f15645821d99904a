package io.caretaker.hosts.ssh;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.host.FarPort;
import io.caretaker.core.problem.Problem;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.apache.sshd.client.channel.ChannelDirectTcpip;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.client.session.forward.ExplicitPortForwardingTracker;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.jspecify.annotations.Nullable;

/// Ways to a port as another host reaches it.
final class Jump {
    private static final SshdSocketAddress ANY_LOOPBACK_PORT =
            new SshdSocketAddress("127.0.0.1", 0);

    private Jump() {}

    /// A port of this machine's loopback interface that leads there. The host asks for the real
    /// connection only when somebody connects.
    static ExplicitPortForwardingTracker forward(
            ClientSession session, Target through, String host, int port) {
        try {
            return session.createLocalPortForwardingTracker(
                    ANY_LOOPBACK_PORT, new SshdSocketAddress(host, port));
        } catch (IOException e) {
            throw Dialer.unreachable(through, Reasons.words(e), e);
        }
    }

    /// Whether the host can connect to the port.
    static FarPort look(
            ClientSession session, Target through, String host, int port, Deadline deadline)
            throws InterruptedException {
        try (ChannelDirectTcpip channel =
                session.createDirectTcpipChannel(
                        ANY_LOOPBACK_PORT, new SshdSocketAddress(host, port))) {
            channel.open().verify(deadline.remainingMillis());
            return new FarPort.Open();
        } catch (InterruptedIOException e) {
            throw Dialer.interrupted(e);
        } catch (IOException e) {
            return refused(session, through, e);
        }
    }

    private static FarPort refused(ClientSession session, Target through, IOException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SshChannelOpenException refusal) {
                String reason = Reasons.words(refusal);
                return refusal.getReasonCode() == SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED
                        ? new FarPort.Forbidden(reason)
                        : new FarPort.Closed(reason);
            }
        }
        if (session.isOpen()) {
            return new FarPort.Closed(Reasons.words(e));
        }
        throw Dialer.unreachable(through, Reasons.words(e), e);
    }

    static InetSocketAddress near(ExplicitPortForwardingTracker way) {
        return new InetSocketAddress(
                InetAddress.ofLiteral("127.0.0.1"), way.getBoundAddress().getPort());
    }

    /// A connection to the target through a link to its jump, which is in use as long as that one
    /// lives.
    static ClientSession connect(Link jump, Target target, Dialer dialer, Deadline deadline)
            throws InterruptedException {
        Link.Use use = jump.use(deadline);
        boolean made = false;
        ExplicitPortForwardingTracker way = null;
        try {
            way = forward(use.session(), jump.target(), target.address(), target.port());
            ClientSession session = dialer.dial(target, near(way), deadline);
            session.addSessionListener(new Release(way, use));
            made = true;
            return session;
        } catch (Problem e) {
            throw new Problem(
                    e.code(), e.message() + " (through " + jump.target() + ")", e.hint(), e);
        } finally {
            if (!made) {
                end(way, use);
            }
        }
    }

    private record Release(ExplicitPortForwardingTracker way, Link.Use use)
            implements SessionListener {
        @Override
        public void sessionClosed(Session session) {
            end(way, use);
        }
    }

    static void end(@Nullable ExplicitPortForwardingTracker way, Link.Use use) {
        try {
            if (way != null) {
                way.close();
            }
        } catch (IOException _) {
            // It went with its connection.
        } finally {
            use.close();
        }
    }
}
