package io.caretaker.core.inventory;

import io.caretaker.core.secret.SecretReference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How to reach a host by SSH. For the local host only `useSudo` and `sudoPassword` are read.
///
/// @param keyPath a private key; null tries the agent and the usual keys of caretaker's own user
/// @param keyPassphrase what the key is encrypted with, or null
/// @param useSudo whether commands that need it run through sudo
/// @param sudoPassword what sudo asks for; null where it asks for nothing
/// @param jumps hosts to go through, the first first, each as `[user@]host[:port]`
/// @param watchProcesses whether a session is held that tells the death of processes at once
public record SshConfig(
        String user,
        int port,
        @Nullable String keyPath,
        @Nullable SecretReference keyPassphrase,
        boolean useSudo,
        @Nullable SecretReference sudoPassword,
        List<String> jumps,
        boolean watchProcesses) {
    public static final int DEFAULT_PORT = 22;

    public SshConfig {
        jumps = List.copyOf(jumps);
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException(
                    "ssh_config.port must be 1 to 65535, but is " + port);
        }
    }

    /// The usual: no jumps, no passwords, processes watched.
    public SshConfig(String user, int port, @Nullable String keyPath, boolean useSudo) {
        this(user, port, keyPath, null, useSudo, null, List.of(), true);
    }
}
