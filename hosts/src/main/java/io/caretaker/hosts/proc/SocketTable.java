package io.caretaker.hosts.proc;

import io.caretaker.core.host.ListeningSocket;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The listening sockets of caretaker's own network namespace by inode.
///
/// Source: proc_net(5), kernel documentation "proc_net_tcp": addresses are words in the machine's
/// byte order (little-endian on every platform that caretaker runs on).
final class SocketTable {
    private static final String TCP_LISTEN = "0A";
    private static final long ACCEPTS_CONNECTIONS = 0x10000;

    private SocketTable() {}

    static Map<Long, ListeningSocket> read() {
        var sockets = new HashMap<Long, ListeningSocket>();
        addTcp(ProcFiles.read("/proc/self/net/tcp"), sockets);
        addTcp(ProcFiles.read("/proc/self/net/tcp6"), sockets);
        addUnix(ProcFiles.read("/proc/self/net/unix"), sockets);
        return sockets;
    }

    static void addTcp(@Nullable String table, Map<Long, ListeningSocket> into) {
        if (table == null) {
            return;
        }
        table.lines()
                .skip(1)
                .map(line -> List.of(line.strip().split("\\s+", -1)))
                .filter(fields -> fields.size() > 9 && fields.get(3).equals(TCP_LISTEN))
                .forEach(fields -> into.put(Long.parseLong(fields.get(9)), tcp(fields.get(1))));
    }

    private static ListeningSocket.Tcp tcp(String local) {
        int colon = local.indexOf(':');
        int port = Integer.parseInt(local.substring(colon + 1), 16);
        return new ListeningSocket.Tcp(address(local.substring(0, colon)), port);
    }

    /// `0100007F` is 127.0.0.1: each word of four bytes stands backwards.
    static String address(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        byte[] ordered = new byte[bytes.length];
        boolean any = true;
        for (int i = 0; i < bytes.length; i++) {
            ordered[i] = bytes[(i & ~3) + 3 - (i & 3)];
            any &= ordered[i] == 0;
        }
        if (any) {
            return bytes.length == 4 ? "0.0.0.0" : "::";
        }
        try {
            String text = InetAddress.getByAddress(ordered).getHostAddress();
            return text.equals("0:0:0:0:0:0:0:1") ? "::1" : text;
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("an address has 4 or 16 bytes: " + hex, e);
        }
    }

    /// `Num RefCount Protocol Flags Type St Inode Path`; a path may hold spaces; `@` is abstract.
    static void addUnix(@Nullable String table, Map<Long, ListeningSocket> into) {
        if (table == null) {
            return;
        }
        table.lines()
                .skip(1)
                .map(line -> List.of(line.strip().split("\\s+", 8)))
                .filter(fields -> fields.size() == 8 && fields.get(7).startsWith("/"))
                .filter(fields -> (Long.parseLong(fields.get(3), 16) & ACCEPTS_CONNECTIONS) != 0)
                .forEach(fields ->
                        into.put(
                                Long.parseLong(fields.get(6)),
                                new ListeningSocket.Unix(fields.get(7))));
    }
}
