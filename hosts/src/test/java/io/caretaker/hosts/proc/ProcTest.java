package io.caretaker.hosts.proc;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.host.ListeningSocket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcTest {

    @Test
    void a_name_with_spaces_and_parentheses_does_not_confuse() {
        String fields = "S 7 42 43 0 -1 4194560" + " 0".repeat(12) + " 12345 1 2 3";

        assertThat(ProcStat.parse("42 (a) (b c) " + fields))
                .isEqualTo(new ProcStat(42, 'S', 7, 43, false, 12345));
        assertThat(ProcStat.parse("nonsense")).isNull();
    }

    @Test
    void arguments_are_split_and_padding_is_cut() {
        assertThat(ProcessTable.arguments("a\0\0b c\0")).containsExactly("a", "", "b c");
        assertThat(ProcessTable.arguments("postgres: writer \0\0\0\0"))
                .containsExactly("postgres: writer ");
        assertThat(ProcessTable.arguments("")).isEmpty();
    }

    @Test
    void the_unit_is_the_innermost_service() {
        assertThat(
                        ProcessTable.unit(
                                "0::/system.slice/system-postgresql.slice/"
                                        + "postgresql@15-main.service\n"))
                .isEqualTo("postgresql@15-main.service");
        assertThat(ProcessTable.unit("0::/user.slice/user@1000.service/app.slice/x.service/sub\n"))
                .isEqualTo("x.service");
        assertThat(ProcessTable.unit("0::/\n")).isNull();
    }

    @Test
    void listening_sockets_are_read() {
        Map<Long, ListeningSocket> found = new HashMap<>();
        SocketTable.addTcp(
                """
                  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid
                   0: 0100007F:1538 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 11 1
                   1: 0100007F:1538 0100007F:E2C4 01 00000000:00000000 00:00000000 00000000 0 0 12 1
                   2: 00000000:0CEA 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 13 1
                   3: B80D0120000000000000000001000000:0CEA 0:0 0A 0:0 00:0 0 0 0 14 1
                   4: 00000000000000000000000001000000:0CEA 0:0 0A 0:0 00:0 0 0 0 15 1
                """,
                found);
        SocketTable.addUnix(
                """
                Num       RefCount Protocol Flags    Type St Inode Path
                0: 00000002 00000000 00010000 0001 01 21 /run/my sql.sock
                0: 00000003 00000000 00000000 0001 03 22 /run/other.sock
                0: 00000002 00000000 00010000 0001 01 23 @abstract
                0: 00000002 00000000 00010000 0001 01 24
                """,
                found);

        assertThat(found)
                .isEqualTo(
                        Map.of(
                                11L, new ListeningSocket.Tcp("127.0.0.1", 5432),
                                13L, new ListeningSocket.Tcp("0.0.0.0", 3306),
                                14L, new ListeningSocket.Tcp("2001:db8:0:0:0:0:0:1", 3306),
                                15L, new ListeningSocket.Tcp("::1", 3306),
                                21L, new ListeningSocket.Unix("/run/my sql.sock")));
    }

    @Test
    void only_file_systems_with_data_of_this_machine_count() {
        String mounts =
                """
                proc /proc proc rw 0 0
                /dev/sda1 / ext4 rw 0 0
                /dev/sda1 /var/lib/bind ext4 rw 0 0
                /dev/sdb1 /my\\040data xfs rw 0 0
                tmpfs /run tmpfs rw 0 0
                pool/data /tank zfs rw 0 0
                nas:/export /nas nfs4 rw 0 0
                /dev/loop3 /snap/x squashfs ro 0 0
                overlay /var/lib/docker/overlay2/x/merged overlay rw 0 0
                """;

        assertThat(FileSystems.real(mounts))
                .extracting(FileSystems.Mount::mountPoint)
                .containsExactly("/", "/my data", "/tank");
    }

    @Test
    void processor_time_is_counted_between_two_samples() {
        var before = HostSampler.cpu("cpu  100 0 100 800 0 0 0 0 50 0\ncpu0 1 2 3\n");
        var after = HostSampler.cpu("cpu  150 0 150 850 50 0 0 0 99 0\n");

        assertThat(after.busyPercentSince(before)).isEqualTo(50.0);
        assertThat(after.busyPercentSince(null)).isNull();
        assertThat(after.busyPercentSince(after)).isNull();
    }

    @Test
    void users_are_read_and_odd_lines_skipped() {
        assertThat(UserTable.parse("root:x:0:0:root:/root:/bin/bash\n+\n\nx:y\n"))
                .isEqualTo(List.of(new UserTable.User("root", 0, 0, "/root")));
    }
}
