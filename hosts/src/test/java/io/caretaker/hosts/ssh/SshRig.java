package io.caretaker.hosts.ssh;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.HostMetadata;
import io.caretaker.core.inventory.HostStatus;
import io.caretaker.core.inventory.Origin;
import io.caretaker.core.inventory.Placement;
import io.caretaker.core.inventory.SshConfig;
import io.caretaker.core.secret.Secret;
import io.caretaker.core.secret.SecretReference;
import io.caretaker.core.secret.SecretSource;
import io.caretaker.testkit.server.SshServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A caretaker's side of SSH in a directory of its own, and an sshd to reach.
final class SshRig implements AutoCloseable {
    /// The secret is what the reference is called.
    static final SecretSource SECRETS =
            reference ->
                    Secret.of(
                            reference instanceof SecretReference.FromEnvironment named
                                    ? named.name()
                                    : "");

    final Path directory;
    final SshServer server;
    SshHosts hosts;

    SshRig(Path directory, String... options) throws Exception {
        this.directory = directory;
        this.server = SshServer.start(directory, options);
        this.hosts = new SshHosts(settings(null), SECRETS);
    }

    SshSettings settings(@Nullable Path agent) {
        return new SshSettings(
                directory.resolve("known_hosts"),
                List.of(directory.resolve("known_hosts2")),
                directory,
                agent,
                32);
    }

    /// Starts caretaker's side anew.
    void renew(@Nullable Path agent) {
        hosts.close();
        hosts = new SshHosts(settings(agent), SECRETS);
    }

    void know(String address) throws Exception {
        Path file = directory.resolve("known_hosts");
        String before = Files.exists(file) ? Files.readString(file) : "";
        Files.writeString(file, before + server.knownHost(address, "ed25519") + "\n");
    }

    Host host(String address) {
        return host(address, config(server.key(), List.of()));
    }

    SshConfig config(@Nullable Path key, List<String> jumps) {
        return new SshConfig(
                System.getProperty("user.name"),
                server.port(),
                key == null ? null : key.toString(),
                null,
                false,
                null,
                jumps,
                true);
    }

    static Host host(String address, SshConfig ssh) {
        return new Host(
                new HostId("host_test"),
                address,
                address,
                Placement.of("test", "here"),
                ssh,
                HostMetadata.NONE,
                HostStatus.ACTIVE,
                Origin.DECLARED,
                Instant.EPOCH,
                Instant.EPOCH,
                null);
    }

    static Deadline within(long millis) {
        return Deadline.after(Duration.ofMillis(millis), System::nanoTime);
    }

    @Override
    public void close() {
        hosts.close();
        server.close();
    }
}
