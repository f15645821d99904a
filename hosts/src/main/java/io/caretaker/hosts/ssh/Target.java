package io.caretaker.hosts.ssh;

import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.SshConfig;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.secret.SecretReference;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where a connection leads to; equal targets share one connection.
///
/// @param id how people name it: the host's id, or the jump as it was written
/// @param name the host's name, under which its key may be known too
/// @param via the host to go through, null for the direct way
record Target(
        String id,
        String name,
        String user,
        String address,
        int port,
        @Nullable String keyPath,
        @Nullable SecretReference passphrase,
        @Nullable Target via) {
    private static final Pattern JUMP =
            Pattern.compile("(?:([^@]+)@)?(\\[[^\\]]+\\]|[^:\\[\\]]+)(?::(\\d{1,5}))?");

    static Target of(Host host) {
        SshConfig ssh = host.ssh();
        Target via = null;
        for (String jump : ssh.jumps()) {
            via = jump(jump, ssh, via);
        }
        return new Target(
                host.id().value(),
                host.hostname(),
                ssh.user(),
                host.address(),
                ssh.port(),
                ssh.keyPath(),
                ssh.keyPassphrase(),
                via);
    }

    /// `[user@]host[:port]`; the user is the host's own when none is given.
    private static Target jump(String text, SshConfig ssh, @Nullable Target via) {
        Matcher jump = JUMP.matcher(text.strip());
        int port = SshConfig.DEFAULT_PORT;
        if (!jump.matches() || (port = port(jump.group(3))) < 1 || port > 65535) {
            throw new Problem(
                    ProblemCode.INVALID,
                    "the jump '" + text + "' cannot be understood",
                    "a jump is written [user@]host[:port]");
        }
        String host = jump.group(2).replaceAll("[\\[\\]]", "");
        String user = jump.group(1) == null ? ssh.user() : jump.group(1);
        return new Target(
                text.strip(), host, user, host, port, ssh.keyPath(), ssh.keyPassphrase(), via);
    }

    private static int port(@Nullable String text) {
        return text == null ? SshConfig.DEFAULT_PORT : Integer.parseInt(text);
    }

    /// The names that its key may be known by.
    List<String> names() {
        return Stream.of(address, name).distinct().toList();
    }

    boolean root() {
        return user.equals("root");
    }

    /// For messages: `db1 (ops@10.0.0.5:2222)`.
    @Override
    public String toString() {
        String where = port == SshConfig.DEFAULT_PORT ? address : address + ":" + port;
        String way = user + "@" + where;
        return name.equals(address) ? way : name + " (" + way + ")";
    }
}
