package io.caretaker.hosts.ssh;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where SSH finds what it needs on this machine.
///
/// @param knownHosts caretaker's own file of host keys, written by `caretaker host trust`
/// @param moreKnownHosts files that are only read
/// @param keyDirectory where the usual keys are (`id_ed25519` and so on)
/// @param agent the socket of an SSH agent, or null
/// @param connectingAtOnce how many connections are being made at a time
public record SshSettings(
        Path knownHosts,
        List<Path> moreKnownHosts,
        Path keyDirectory,
        @Nullable Path agent,
        int connectingAtOnce) {
    private static final int CONNECTING_AT_ONCE = 32;

    public SshSettings {
        moreKnownHosts = List.copyOf(moreKnownHosts);
    }

    /// The usual places.
    ///
    /// @param state caretaker's own directory
    public static SshSettings of(Path state, Path home, Map<String, String> environment) {
        Path keys = home.resolve(".ssh");
        String agent = environment.getOrDefault("SSH_AUTH_SOCK", "");
        return new SshSettings(
                state.resolve("known_hosts"),
                List.of(keys.resolve("known_hosts"), Path.of("/etc/ssh/ssh_known_hosts")),
                keys,
                agent.isBlank() ? null : Path.of(agent),
                CONNECTING_AT_ONCE);
    }
}
