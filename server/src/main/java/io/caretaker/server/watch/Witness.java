package io.caretaker.server.watch;

import io.caretaker.core.check.Deadline;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Proxy;
import java.net.Socket;

/// Something outside that answers as long as caretaker is not cut off: any TCP port, open or
/// closed.
///
/// @param host name or address
public record Witness(String host, int port) {
    public Witness {
        if (host.isBlank() || port < 1 || port > 65535) {
            throw new IllegalArgumentException("a witness is HOST:PORT");
        }
    }

    /// Reads `HOST:PORT`; an IPv6 address stands in brackets.
    public static Witness of(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1 || !text.substring(colon + 1).matches("\\d{1,5}")) {
            throw new IllegalArgumentException(
                    "a witness is HOST:PORT, such as 192.0.2.1:53, but is '" + text + "'");
        }
        String host = text.substring(0, colon).replace("[", "").replace("]", "");
        return new Witness(host, Integer.parseInt(text.substring(colon + 1)));
    }

    /// Whether it answers; a refusal is an answer.
    boolean answers(Deadline deadline) {
        try (var socket = new Socket(Proxy.NO_PROXY)) {
            socket.connect(new InetSocketAddress(host, port), deadline.remainingMillis());
            return true;
        } catch (NoRouteToHostException _) {
            return false;
        } catch (ConnectException e) {
            return String.valueOf(e.getMessage()).contains("refused");
        } catch (IOException | RuntimeException _) {
            return false;
        }
    }
}
