package io.caretaker.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.caretaker.core.lockdown.Gates;
import io.caretaker.core.lockdown.Restriction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class GatesTextTest {
    private static final String SERVER =
            variable("server_uuid", "uuid-1") + "self|" + hex("root@localhost") + "\n";

    @Test
    void each_account_is_open_or_left_alone_for_a_reason() {
        Gates gates =
                read(
                        account("anna", "%", 0, 0, 0, ""),
                        account("shut", "%", 1, 0, 0, ""),
                        account("root", "localhost", 0, 1, 0, ""),
                        account("chief", "%", 1, 1, 0, ""),
                        account("watch", "%", 0, 1, 0, ""),
                        account("copier", "%", 0, 0, 1, ""),
                        account("debian-sys-maint", "localhost", 0, 1, 1, ""),
                        account("mysql.sys", "localhost", 1, 1, 0, ""),
                        account("old", "%", 0, 0, 0, "mysql_native_password"));

        assertThat(gates.fingerprint()).isEqualTo("uuid-1");
        assertThat(gates.open())
                .extracting(Restriction::name, Restriction::allowed)
                .containsExactly(tuple("anna@%", true), tuple("shut@%", false));
        assertThat(gates.exempt())
                .extracting(each -> each.restriction().name() + ": " + each.reason())
                .containsExactly(
                        "root@localhost: an administrator",
                        "chief@%: an administrator",
                        "watch@%: caretaker's own account",
                        "copier@%: replication",
                        "debian-sys-maint@localhost: the operating system's own account",
                        "mysql.sys@localhost: the server's own",
                        "old@%: its log-in method mysql_native_password is not loaded, so nobody"
                                + " comes in by it");
        assertThat(gates.admitted())
                .isEqualTo("administrators still come in: root@localhost; replication goes on");
        assertThat(gates.standby()).isNull();
    }

    @Test
    void many_administrators_are_counted_and_none_is_said() {
        assertThat(
                        read(
                                        account("a", "%", 0, 1, 0, ""),
                                        account("b", "%", 0, 1, 0, ""),
                                        account("c", "%", 0, 1, 0, ""),
                                        account("d", "%", 0, 1, 0, ""),
                                        account("e", "%", 0, 1, 0, ""))
                                .admitted())
                .isEqualTo(
                        "administrators still come in: a@%, b@%, c@%, d@% and 1 more; replication"
                                + " goes on");
        assertThat(read(account("a", "%", 0, 0, 0, "")).admitted())
                .isEqualTo("no administrator comes in; replication goes on");
    }

    @Test
    void a_server_on_which_nobody_may_write_is_a_standby() {
        String sealed = variable("super_read_only", "ON");
        assertThat(read(sealed, account("a", "%", 0, 0, 0, "")).standby())
                .startsWith("it is read-only, also for administrators");
        assertThat(
                        read(
                                        sealed,
                                        "source|" + hex("10.0.0.1:3306") + "\n",
                                        account("a", "%", 0, 0, 0, ""))
                                .standby())
                .startsWith("it is a read-only replica of 10.0.0.1:3306, also");
        assertThat(read(variable("read_only", "ON"), account("a", "%", 0, 0, 0, "")).standby())
                .isNull();
    }

    @Test
    void an_answer_that_is_cut_off_is_none() {
        assertThatThrownBy(() -> GatesText.read("", "as x", null)).hasMessageContaining("in full");
        assertThatThrownBy(() -> read("account|61|25|0")).hasMessageContaining("in full");
        assertThatThrownBy(() -> read()).hasMessageContaining("in full");
    }

    private static Gates read(String... more) {
        return GatesText.read((SERVER + String.join("", more)).strip(), "as root", "watch");
    }

    private static String account(
            String user, String host, int locked, int administrator, int replication, String gone) {
        return "account|"
                + String.join(
                        "|",
                        hex(user),
                        hex(host),
                        Integer.toString(locked),
                        Integer.toString(administrator),
                        Integer.toString(replication),
                        hex(gone))
                + "\n";
    }

    private static String variable(String name, String value) {
        return "variable|" + name + "|" + hex(value) + "\n";
    }

    private static String hex(String text) {
        return HexFormat.of().withUpperCase().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }
}
