package io.caretaker.web.access;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The kernel's list of TCP sockets as text. Pure.
///
/// Source: proc_net_tcp in the documentation of Linux; addresses are words in the machine's order.
final class SocketTable {
    private static final int LOCAL = 1;
    private static final int REMOTE = 2;
    private static final int USER = 7;

    private SocketTable() {}

    /// The number of the user who owns the socket with these ends; null when it is not listed.
    static @Nullable Integer owner(
            Stream<String> lines, InetSocketAddress local, InetSocketAddress remote) {
        String from = port(local);
        String to = port(remote);
        return lines.map(String::strip)
                .filter(line -> line.contains(from) && line.contains(to))
                .map(line -> line.split("\\s+"))
                .filter(fields -> fields.length > USER)
                .filter(fields ->
                        local.equals(address(fields[LOCAL]))
                                && remote.equals(address(fields[REMOTE])))
                .map(fields -> Integer.valueOf(fields[USER]))
                .findFirst()
                .orElse(null);
    }

    private static String port(InetSocketAddress address) {
        return String.format(java.util.Locale.ROOT, ":%04X ", address.getPort());
    }

    private static @Nullable InetSocketAddress address(String text) {
        int colon = text.indexOf(':');
        if (colon != 8 && colon != 32) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.allocate(colon / 2).order(ByteOrder.nativeOrder());
        for (int at = 0; at < colon; at += 8) {
            bytes.putInt(new BigInteger(text.substring(at, at + 8), 16).intValue());
        }
        try {
            // An address of IPv4 that is written as one of IPv6 becomes one of IPv4.
            return new InetSocketAddress(
                    InetAddress.getByAddress(bytes.array()),
                    Integer.parseInt(text.substring(colon + 1), 16));
        } catch (UnknownHostException | NumberFormatException _) {
            return null;
        }
    }
}
