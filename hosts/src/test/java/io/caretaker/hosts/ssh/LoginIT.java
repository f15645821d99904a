package io.caretaker.hosts.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.host.Command;
import io.caretaker.core.host.CommandResult;
import io.caretaker.core.host.CommandResult.Exited;
import io.caretaker.core.host.CommandResult.NotStarted;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.SshConfig;
import io.caretaker.core.secret.SecretReference;
import io.caretaker.testkit.server.SshServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Log-in and host keys, with a real sshd.
class LoginIT {
    private static final String HERE = "127.1.0.1";

    @TempDir Path directory = Path.of("/unset");
    private @Nullable SshRig made;

    @BeforeEach
    void start() throws Exception {
        made = new SshRig(directory);
    }

    @AfterEach
    void stop() {
        rig().close();
    }

    private SshRig rig() {
        return Objects.requireNonNull(made);
    }

    private CommandResult run(Host host) throws Exception {
        return rig().hosts.of(host).run(Command.of("echo", "hi"), SshRig.within(15_000));
    }

    private String refused(Host host) throws Exception {
        CommandResult result = run(host);
        assertThat(result).isInstanceOf(NotStarted.class);
        return ((NotStarted) result).reason();
    }

    @ParameterizedTest
    @CsvSource({"ed25519,''", "ecdsa,''", "rsa,''", "ed25519,pass", "rsa,pass", "ecdsa,pass"})
    void every_kind_of_key_opens(String kind, String passphrase) throws Exception {
        rig().know(HERE);
        Path key = SshServer.makeKey(directory, "mine_" + kind, kind, passphrase);
        rig().server.authorize(key);
        var config =
                new SshConfig(
                        "root",
                        rig().server.port(),
                        key.toString(),
                        passphrase.isEmpty()
                                ? null
                                : new SecretReference.FromEnvironment(passphrase),
                        false,
                        null,
                        List.of(),
                        true);

        assertThat(run(SshRig.host(HERE, config))).isInstanceOf(Exited.class);
    }

    @Test
    void the_usual_keys_are_tried_when_none_is_named() throws Exception {
        rig().know(HERE);
        rig().server.authorize(SshServer.makeKey(directory, "id_ecdsa", "ecdsa", ""));

        assertThat(run(SshRig.host(HERE, rig().config(null, List.of()))))
                .isInstanceOf(Exited.class);
    }

    @Test
    void an_agent_opens() throws Exception {
        rig().know(HERE);
        Path socket = directory.resolve("agent");
        Process agent =
                new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            while (!Files.exists(socket)) {
                Thread.onSpinWait();
            }
            var add = new ProcessBuilder("ssh-add", "-q", rig().server.key().toString());
            add.environment().put("SSH_AUTH_SOCK", socket.toString());
            assertThat(add.start().waitFor()).isZero();
            rig().renew(socket);

            assertThat(run(SshRig.host(HERE, rig().config(null, List.of()))))
                    .isInstanceOf(Exited.class);
        } finally {
            agent.destroy();
        }
    }

    @Test
    void a_wrong_missing_or_open_key_is_named_with_its_host() throws Exception {
        rig().know(HERE);
        Path wrong = SshServer.makeKey(directory, "wrong", "ed25519", "");
        assertThat(refused(SshRig.host(HERE, rig().config(wrong, List.of()))))
                .contains(HERE, wrong.toString(), "does not accept", "authorized_keys");
        rig().renew(null);

        Path missing = directory.resolve("missing");
        assertThat(refused(SshRig.host(HERE, rig().config(missing, List.of()))))
                .contains(HERE, missing.toString(), "no such file");

        Path locked = SshServer.makeKey(directory, "locked", "ed25519", "secret");
        assertThat(refused(SshRig.host(HERE, rig().config(locked, List.of()))))
                .contains(locked.toString(), "passphrase");

        Files.setPosixFilePermissions(wrong, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(refused(SshRig.host(HERE, rig().config(wrong, List.of()))))
                .contains(wrong.toString(), "read by others", "chmod 600");
    }

    @Test
    void an_unknown_host_key_is_refused_with_its_fingerprint_and_the_command() throws Exception {
        assertThat(refused(rig().host(HERE)))
                .contains("not known", "SHA256:", "caretaker host trust host_test");
        assertThat(Files.exists(directory.resolve("known_hosts"))).isFalse();
    }

    @Test
    void a_changed_host_key_is_refused_loudly() throws Exception {
        Path other = SshServer.makeKey(directory, "other", "ed25519", "");
        String key = Files.readString(Path.of(other + ".pub"));
        Files.writeString(
                directory.resolve("known_hosts"),
                "[" + HERE + "]:" + rig().server.port() + " " + key);

        assertThat(refused(rig().host(HERE))).contains("HAS CHANGED", "--remove");
    }

    @Test
    void a_revoked_host_key_is_refused() throws Exception {
        rig().know(HERE);
        Files.writeString(
                directory.resolve("known_hosts2"),
                "@revoked " + rig().server.knownHost(HERE, "ed25519"));

        assertThat(refused(rig().host(HERE))).contains("revoked");
    }

    @ParameterizedTest
    @CsvSource({"rsa", "ecdsa", "ed25519"})
    void the_server_is_asked_for_the_kind_of_key_that_is_known(String kind) throws Exception {
        Path file = directory.resolve("known_hosts2");
        Files.writeString(file, rig().server.knownHost(HERE, kind) + "\n");

        assertThat(run(rig().host(HERE))).isInstanceOf(Exited.class);
    }

    @Test
    void a_hashed_name_is_known() throws Exception {
        Path file = directory.resolve("known_hosts2");
        Files.writeString(file, rig().server.knownHost(HERE, "ed25519") + "\n");
        assertThat(
                        new ProcessBuilder("ssh-keygen", "-q", "-H", "-f", file.toString())
                                .redirectErrorStream(true)
                                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                .start()
                                .waitFor())
                .isZero();
        assertThat(Files.readString(file)).startsWith("|1|");

        assertThat(run(rig().host(HERE))).isInstanceOf(Exited.class);
    }

    @Test
    void jumps_are_gone_through_and_their_keys_are_checked() throws Exception {
        rig().know(HERE);
        String first = "127.1.0.2:" + rig().server.port();
        String second = "root@127.1.0.3:" + rig().server.port();
        Host host = SshRig.host(HERE, rig().config(rig().server.key(), List.of(first, second)));

        assertThat(refused(host)).contains("127.1.0.2", "not known", "host trust " + first);

        rig().know("127.1.0.2");
        rig().know("127.1.0.3");
        rig().renew(null);
        assertThat(run(host)).isInstanceOf(Exited.class);
    }

    @Test
    void a_host_that_refused_is_left_alone_for_a_while() throws Exception {
        rig().know(HERE);
        rig().server.stop();
        String first = refused(rig().host(HERE));
        long begin = System.nanoTime();
        String second = refused(rig().host(HERE));

        assertThat(second).isEqualTo(first).contains("refused");
        assertThat(System.nanoTime() - begin).isLessThan(50_000_000L);
    }
}
