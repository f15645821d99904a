package io.caretaker.web.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

class LocalUsersTest {
    @TempDir Path folder;

    @Test
    void the_user_who_holds_the_other_end_of_a_connection_is_found() throws Exception {
        try (var server = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"));
                var client = new Socket(server.getInetAddress(), server.getLocalPort());
                var accepted = server.accept()) {
            var peer = (InetSocketAddress) accepted.getRemoteSocketAddress();
            var us = (InetSocketAddress) accepted.getLocalSocketAddress();

            assertThat(client.isConnected()).isTrue();
            assertThat(new LocalUsers().holding(peer, us))
                    .isEqualTo(System.getProperty("user.name"));
            assertThat(
                            new LocalUsers()
                                    .holding(
                                            us,
                                            new InetSocketAddress(
                                                    InetAddress.ofLiteral("127.0.0.1"), 1)))
                    .isNull();
        }
    }

    static boolean littleEndian() {
        return ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    }

    @Test
    @EnabledIf("littleEndian")
    void the_kernels_list_is_read_as_it_is_written() throws Exception {
        Files.writeString(
                folder.resolve("tcp"),
                "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid\n");
        Files.writeString(
                folder.resolve("tcp6"),
                """
                  sl  local_address                         remote_address
                   0: 0000000000000000FFFF00000100007F:9C40 0000000000000000FFFF00000100007F:2081 01 00000000:00000000 00:00000000 00000000  1007        0 12345
                   1: 00000000000000000000000001000000:9C40 00000000000000000000000001000000:2081 01 00000000:00000000 00:00000000 00000000  1008        0 12346
                """);
        Files.writeString(
                folder.resolve("passwd"), "root:x:0:0::/:/bin/sh\nanna:x:1007:1:::/bin/sh\n");
        var users = new LocalUsers(folder, folder.resolve("passwd"));

        assertThat(
                        users.holding(
                                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 40_000),
                                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 8321)))
                .isEqualTo("anna");
        assertThat(
                        users.holding(
                                new InetSocketAddress(InetAddress.ofLiteral("::1"), 40_000),
                                new InetSocketAddress(InetAddress.ofLiteral("::1"), 8321)))
                .isEqualTo("1008");
        assertThat(
                        users.holding(
                                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 40_001),
                                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 8321)))
                .isNull();
    }
}
