package io.caretaker.channels.syslog;

import io.caretaker.channels.text.SafeText;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.net.URI;
import java.net.URISyntaxException;

/// Where records go.
public sealed interface SyslogTarget {
    /// The journal's own socket where there is one, else `/dev/log`.
    record Local() implements SyslogTarget {}

    /// A datagram socket in the file system.
    record UnixSocket(String path) implements SyslogTarget {}

    /// A server.
    record Server(Protocol protocol, String host, int port) implements SyslogTarget {}

    /// How a server is spoken to.
    enum Protocol {
        /// One datagram a record; nobody says whether it arrived.
        UDP,
        /// With the length before each record.
        TCP,
        /// The same under TLS.
        TLS
    }

    /// Reads what the configuration says: `local`, `unix:PATH`, `udp://HOST:PORT`,
    /// `tcp://HOST:PORT` or `tls://HOST:PORT`.
    ///
    /// @throws Problem when it is none of them
    static SyslogTarget of(String to) {
        if (to.equals("local")) {
            return new Local();
        }
        if (to.startsWith("unix:")) {
            String path = to.substring("unix:".length());
            if (!UnixDatagrams.sendsTo(path)) {
                throw problem(to);
            }
            return new UnixSocket(path);
        }
        try {
            var uri = new URI(to);
            String host = uri.getHost();
            boolean bare = uri.getRawPath().isEmpty() && uri.getRawQuery() == null;
            if (host == null || uri.getPort() < 1 || uri.getPort() > 65_535 || !bare) {
                throw problem(to);
            }
            String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
            return new Server(protocol(to, String.valueOf(uri.getScheme())), name, uri.getPort());
        } catch (URISyntaxException e) {
            throw problem(to);
        }
    }

    private static Protocol protocol(String to, String scheme) {
        return switch (scheme) {
            case "udp" -> Protocol.UDP;
            case "tcp" -> Protocol.TCP;
            case "tls" -> Protocol.TLS;
            default -> throw problem(to);
        };
    }

    private static Problem problem(String to) {
        return new Problem(
                ProblemCode.CONFIGURATION,
                "'" + SafeText.line(to, 200) + "' is no target of syslog",
                "write local, unix:/PATH, udp://HOST:PORT, tcp://HOST:PORT or tls://HOST:PORT");
    }
}
