package io.caretaker.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.cli.CommandLineRig;
import io.caretaker.testkit.server.Programs;
import io.caretaker.testkit.server.SshServer;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustCommandIT {
    @TempDir Path directory = Path.of("/unset");
    private @Nullable SshServer made;
    private CommandLineRig caretaker = new CommandLineRig(Path.of("/unset"));

    @BeforeEach
    void start() throws Exception {
        made = SshServer.start(Files.createDirectory(directory.resolve("sshd")));
        caretaker = new CommandLineRig(directory);
        caretaker.configured(
                """
                hosts:
                  - host_id: host_a
                    hostname: a
                    ip_address: %s
                    environment: dev
                    region: eu
                    ssh_config: {user: root, port: %d}
                """
                        .formatted(address(), server().port()));
    }

    /// Not a loopback address: that would be this machine itself.
    private static String address() throws Exception {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && address.getAddress().length == 4)
                .map(InetAddress::getHostAddress)
                .findFirst()
                .orElseGet(() -> {
                    Programs.missing("a network interface besides lo");
                    return "";
                });
    }

    @AfterEach
    void stop() {
        server().close();
    }

    private SshServer server() {
        return Objects.requireNonNull(made);
    }

    private String fingerprint(String kind) {
        String said =
                Programs.run(
                        List.of(
                                "ssh-keygen",
                                "-lf",
                                directory.resolve("sshd/host_" + kind + ".pub").toString()),
                        "");
        return said.split(" ", 3)[1];
    }

    @Test
    void keys_are_shown_accepted_listed_and_forgotten() {
        var refused = caretaker.run("host", "trust", "host_a");
        assertThat(refused.err()).contains("--yes");

        var accepted = caretaker.run("host", "trust", "host_a", "--yes");
        assertThat(accepted.err()).isEmpty();
        assertThat(accepted.out())
                .contains(fingerprint("ed25519"), fingerprint("rsa"), fingerprint("ecdsa"));
        assertThat(caretaker.run("host", "trust", "--format", "json").out())
                .contains("ssh-ed25519", fingerprint("ed25519"));
        assertThat(caretaker.run("host", "trust", "host_a").out()).contains("(known)");
        assertThat(caretaker.run("audit").out()).contains("host.trust");

        assertThat(caretaker.run("host", "trust", "host_a", "--remove", "--yes").out())
                .contains("Forgot 3 keys");
        assertThat(caretaker.run("host", "trust").out()).contains("No host key");
    }

    @Test
    void a_fingerprint_accepts_only_its_key() {
        String wrong = "SHA256:" + "a".repeat(43);
        assertThat(caretaker.run("host", "trust", "host_a", "--fingerprint", wrong).err())
                .contains("shows no key " + wrong);
        assertThat(caretaker.run("host", "trust", "host_a", "--fingerprint", "md5").err())
                .contains("is not a fingerprint");

        String right = fingerprint("ed25519");
        assertThat(caretaker.run("host", "trust", "host_a", "--fingerprint", right).err())
                .isEmpty();
        assertThat(caretaker.run("host", "trust").out()).contains(right).doesNotContain("rsa");
    }

    @Test
    void bad_input_is_told() {
        assertThat(caretaker.run("host", "trust", "nobody").err()).contains("no host 'nobody'");
        assertThat(caretaker.run("host", "trust", "--remove").err()).contains("which host?");
    }
}
