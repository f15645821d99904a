package io.caretaker.hosts.ssh;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.host.Reachability;
import io.caretaker.core.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Locale;
import org.apache.sshd.client.channel.ChannelDirectTcpip;
import org.apache.sshd.common.util.net.SshdSocketAddress;

/// Asks whether a host lives, without logging in: its SSH service must speak first. A frozen host
/// still accepts connections, but says nothing.
final class Knock {
    private static final String GREETING = "SSH-";

    private Knock() {}

    static Reachability directly(Target target, Deadline deadline) throws InterruptedException {
        try (var socket = new Socket()) {
            InetSocketAddress address = Addresses.of(target);
            socket.connect(address, deadline.remainingMillis());
            return greeted(socket, deadline);
        } catch (Problem e) {
            return new Reachability.NotAsked(e.message());
        } catch (IOException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException("interrupted while waiting for " + target);
            }
            return judged(e);
        }
    }

    private static Reachability greeted(Socket socket, Deadline deadline) throws IOException {
        InputStream in = socket.getInputStream();
        var said = new StringBuilder();
        while (said.length() < GREETING.length()) {
            socket.setSoTimeout(deadline.remainingMillis());
            int read = in.read();
            if (read < 0) {
                return closed();
            }
            said.append((char) read);
        }
        return new Reachability.Answers();
    }

    /// It took a living system to close it (sshd with too many unfinished log-ins does).
    private static Reachability closed() {
        return new Reachability.Answers();
    }

    private static Reachability judged(IOException e) {
        String said = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return switch (e) {
            case SocketTimeoutException _ -> new Reachability.Silent("its SSH port says nothing");
            case NoRouteToHostException _ -> new Reachability.Silent("no route to host");
            case ConnectException _ when said.contains("refused") -> new Reachability.Answers();
            case SocketException _ when said.contains("reset") -> new Reachability.Answers();
            case SocketException _ when said.contains("unreachable") ->
                    new Reachability.NotAsked("the network cannot be reached");
            default -> new Reachability.Silent(said);
        };
    }

    /// As the jump sees it.
    static Reachability through(Link jump, Target target, Deadline deadline)
            throws InterruptedException {
        try (Link.Use use = jump.use(deadline)) {
            var here = new SshdSocketAddress("127.0.0.1", 0);
            ChannelDirectTcpip channel =
                    use.session()
                            .createDirectTcpipChannel(
                                    here, new SshdSocketAddress(target.address(), target.port()));
            var said = new Sink(0);
            channel.setOut(said);
            try {
                channel.open().verify(deadline.remainingMillis());
                return spoken(channel, said, deadline);
            } finally {
                channel.close(true);
            }
        } catch (Problem e) {
            return new Reachability.NotAsked("the jump: " + e.message());
        } catch (InterruptedIOException e) {
            throw Dialer.interrupted(e);
        } catch (IOException e) {
            String reason = Reasons.words(e);
            return reason.toLowerCase(Locale.ROOT).contains("refused")
                    ? new Reachability.Answers()
                    : new Reachability.Silent(reason);
        }
    }

    private static Reachability spoken(ChannelDirectTcpip channel, Sink said, Deadline deadline)
            throws InterruptedException {
        while (!deadline.expired()) {
            if (said.text().startsWith(GREETING) || channel.isClosed()) {
                return new Reachability.Answers();
            }
            Thread.sleep(20);
        }
        return new Reachability.Silent("its SSH port says nothing");
    }
}
