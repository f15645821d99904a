package io.caretaker.core.inventory;

import org.jspecify.annotations.Nullable;

/// How to reach a host by SSH. For the local host only `useSudo` is read.
public record SshConfig(String user, int port, @Nullable String keyPath, boolean useSudo) {
    public static final int DEFAULT_PORT = 22;

    public SshConfig {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException(
                    "ssh_config.port must be 1 to 65535, but is " + port);
        }
    }
}
