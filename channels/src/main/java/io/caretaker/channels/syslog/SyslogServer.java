package io.caretaker.channels.syslog;

import io.caretaker.channels.net.Attempt;
import io.caretaker.channels.net.Authorities;
import io.caretaker.channels.net.Dialer;
import io.caretaker.channels.syslog.SyslogTarget.Protocol;
import io.caretaker.channels.syslog.SyslogTarget.Server;
import io.caretaker.core.alert.SendReply;
import io.caretaker.core.check.Deadline;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Sends records to a server. Thread-safe.
///
/// Source: RFC 5426 (UDP), RFC 6587 (3.4.1, octet counting), RFC 5425 (TLS). None of them has an
/// answer; by TCP and TLS this side says that it is done and sees whether the other side closes in
/// peace.
final class SyslogServer {
    private static final int MOST_DATAGRAM = 2_048;
    private static final int MOST_RECORD = 8_192;

    /// In which a refusal comes back, if at all.
    private static final int REFUSAL_MILLIS = 50;

    private static final int GOODBYE_MILLIS = 1_000;

    private final Server server;
    private final @Nullable String caFile;
    private final Dialer dialer;

    SyslogServer(Server server, @Nullable String caFile, Dialer dialer) {
        this.server = server;
        this.caFile = caFile;
        this.dialer = dialer;
    }

    SendReply send(List<SyslogRecord> records, SyslogFormat format, Deadline limit, Attempt attempt)
            throws IOException, InterruptedException {
        attempt.stage("connecting to " + server.host() + ":" + server.port());
        return server.protocol() == Protocol.UDP
                ? datagrams(records, format, limit)
                : stream(records, format, limit, attempt);
    }

    private SendReply datagrams(List<SyslogRecord> records, SyslogFormat format, Deadline limit)
            throws IOException, InterruptedException {
        try (var socket = new DatagramSocket()) {
            socket.connect(
                    new InetSocketAddress(
                            dialer.addresses(server.host(), limit).getFirst(), server.port()));
            for (SyslogRecord each : records) {
                byte[] bytes = format.modern(each, MOST_DATAGRAM);
                socket.send(new DatagramPacket(bytes, bytes.length));
            }
            socket.setSoTimeout(REFUSAL_MILLIS);
            socket.receive(new DatagramPacket(new byte[1], 1));
        } catch (PortUnreachableException e) {
            return new SendReply.Later(
                    "nobody listens at " + server.host() + ":" + server.port(), null);
        } catch (SocketTimeoutException e) {
            return sent();
        }
        return sent();
    }

    private static SendReply sent() {
        return new SendReply.Delivered("sent by UDP, which does not say whether it arrived");
    }

    private SendReply stream(
            List<SyslogRecord> records, SyslogFormat format, Deadline limit, Attempt attempt)
            throws IOException, InterruptedException {
        try (Socket plain = dialer.connect(server.host(), server.port(), limit);
                Socket socket = secured(plain, attempt)) {
            attempt.stage("writing to " + server.host() + ":" + server.port());
            OutputStream out = new BufferedOutputStream(socket.getOutputStream());
            for (SyslogRecord each : records) {
                byte[] bytes = format.modern(each, MOST_RECORD);
                out.write((bytes.length + " ").getBytes(StandardCharsets.US_ASCII));
                out.write(bytes);
            }
            out.flush();
            return goodbye(socket, limit);
        }
    }

    private Socket secured(Socket plain, Attempt attempt) throws IOException {
        if (server.protocol() == Protocol.TCP) {
            return plain;
        }
        attempt.stage("beginning TLS");
        return Dialer.secure(plain, server.host(), server.port(), Authorities.context(caFile));
    }

    private static SendReply goodbye(Socket socket, Deadline limit) throws IOException {
        socket.shutdownOutput();
        socket.setSoTimeout(Math.min(GOODBYE_MILLIS, limit.remainingMillis()));
        try {
            byte[] ignored = new byte[256];
            while (socket.getInputStream().read(ignored) >= 0 && !limit.expired()) {
                // A server has nothing to say here.
            }
            return new SendReply.Delivered("taken");
        } catch (SocketTimeoutException e) {
            return new SendReply.Delivered("sent; the server keeps the connection open");
        }
    }
}
