package io.caretaker.hosts.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.host.Command;
import io.caretaker.core.host.CommandResult;
import io.caretaker.core.host.CommandResult.Exited;
import io.caretaker.core.host.CommandResult.NotStarted;
import io.caretaker.core.host.FileReply;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.inventory.SshConfig;
import io.caretaker.core.secret.SecretReference;
import io.caretaker.testkit.server.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The real sudo for a user made for the test and removed after it.
class SudoIT {
    private static final String HERE = "127.1.0.1";
    private static final String PASSWORD = "it's-a secret";

    private final String user = "ctit" + ProcessHandle.current().pid();
    private final Path rules = Path.of("/etc/sudoers.d/" + user);

    @TempDir Path directory = Path.of("/unset");
    private @Nullable SshRig made;

    @BeforeEach
    void make_a_user() throws Exception {
        if (!Programs.root() || !Files.isExecutable(Path.of("/usr/bin/sudo"))) {
            Programs.missing("sudo, and root to make a user");
        }
        Programs.run(List.of("useradd", "--create-home", "--shell", "/bin/sh", user), "");
        Programs.run(List.of("chpasswd"), user + ":" + PASSWORD + "\n");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        made = new SshRig(directory);
        made.know(HERE);
    }

    @AfterEach
    void remove_it() throws Exception {
        if (made != null) {
            made.close();
        }
        Files.deleteIfExists(rules);
        Programs.run(
                List.of(
                        "sh",
                        "-c",
                        "while pgrep -u $0; do sleep 0.1; done; userdel -rf $0 2>&1",
                        user),
                "");
    }

    private void allow(String rule) throws Exception {
        Files.writeString(rules, user + " " + rule + "\n");
    }

    private HostAccess host(@Nullable String password) {
        SshRig rig = Objects.requireNonNull(made);
        var config =
                new SshConfig(
                        user,
                        rig.server.port(),
                        rig.server.key().toString(),
                        null,
                        true,
                        password == null ? null : new SecretReference.FromEnvironment(password),
                        List.of(),
                        true);
        return rig.hosts.of(SshRig.host(HERE, config));
    }

    private static CommandResult run(HostAccess host, Command command) throws Exception {
        return host.run(command, SshRig.within(15_000));
    }

    @Test
    void sudo_without_a_password_needs_only_the_right_to_this_command() throws Exception {
        allow("ALL=(ALL) NOPASSWD: /usr/bin/id");

        var root = run(host(null), Command.of("id", "-un").withSudo(true));
        assertThat(root).isInstanceOf(Exited.class);
        assertThat(((Exited) root).output()).isEqualTo("root\n");
        var nobody = run(host(null), Command.of("id", "-un").as("nobody"));
        assertThat(((Exited) nobody).output()).isEqualTo("nobody\n");
    }

    @Test
    void sudo_is_told_its_password_and_the_program_never() throws Exception {
        allow("ALL=(ALL) ALL");

        var result = run(host(PASSWORD), Command.of("cat").withSudo(true).withInput("text"));
        assertThat(((Exited) result).output()).isEqualTo("text");
        var self =
                run(host(PASSWORD), Command.of("sh", "-c", "ps -eo args; id -un").withSudo(true));
        assertThat(((Exited) self).output()).endsWith("root\n").doesNotContain("a secret");
    }

    @Test
    void a_password_that_is_not_asked_for_reaches_nobody() throws Exception {
        allow("ALL=(ALL) NOPASSWD: ALL");

        var result = run(host(PASSWORD), Command.of("cat").withSudo(true));

        assertThat(((Exited) result).output()).isEmpty();
    }

    @Test
    void a_refusal_of_sudo_is_told() throws Exception {
        CommandResult none = run(host(null), Command.of("id").withSudo(true));
        assertThat(none).isInstanceOf(NotStarted.class);
        assertThat(none.summary()).contains("sudo");

        allow("ALL=(ALL) ALL");
        assertThat(run(host(null), Command.of("id").withSudo(true)).summary())
                .contains("sudo", "password");
        CommandResult wrong = run(host("wrong"), Command.of("id").withSudo(true));
        assertThat(wrong).isInstanceOf(NotStarted.class);
        assertThat(wrong.summary()).contains("password");
    }

    @Test
    void what_only_root_may_read_or_write_goes_by_sudo() throws Exception {
        allow("ALL=(ALL) NOPASSWD: ALL");
        Path file = Files.writeString(directory.resolve("roots"), "text\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

        assertThat(host(null).readTail(file.toString(), 100))
                .isEqualTo(new FileReply.Content("text\n", 5));
        host(null).replaceFile(file.toString(), new byte[] {'x'}, "600");
        assertThat(Files.readString(file)).isEqualTo("x");
        assertThat(host(null).processes()).anyMatch(process -> !process.listening().isEmpty());
    }

    @Test
    void the_environment_is_not_seen_by_others() throws Exception {
        var command =
                Command.of("sh", "-c", "ps -eo args | grep -c [h]idden-value; echo $V")
                        .withEnvironment(Map.of("V", "hidden-value\n'x'"));

        assertThat(((Exited) run(host(null), command)).output()).isEqualTo("0\nhidden-value 'x'\n");
    }
}
