package io.caretaker.core.document;

import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.HostMetadata;
import io.caretaker.core.inventory.HostStatus;
import io.caretaker.core.inventory.Origin;
import io.caretaker.core.inventory.Placement;
import io.caretaker.core.inventory.SshConfig;
import io.caretaker.core.secret.SecretReference;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A host as a document of the collection `hosts`.
///
/// Optional fields that are absent are left out; `last_seen` is always there, null before the first
/// connection.
public final class HostDocument {
    /// Who logs in where nobody is named.
    static final String DEFAULT_USER = "caretaker";

    private HostDocument() {}

    public static Map<String, @Nullable Object> of(Host host) {
        Placement placement = host.placement();
        return new Document()
                .put("host_id", host.id().value())
                .put("hostname", host.hostname())
                .put("ip_address", host.address())
                .put("environment", placement.environment())
                .put("region", placement.region())
                .putIfAny("location", location(placement))
                .put("ssh_config", ssh(host.ssh()))
                .put("metadata", metadata(host.metadata()))
                .put("status", host.status())
                .put("origin", host.origin())
                .put("created_at", host.createdAt())
                .put("updated_at", host.updatedAt())
                .put("last_seen", host.lastSeen())
                .fields();
    }

    /// Reads a document.
    ///
    /// @param origin for documents that do not say who owns them
    /// @param now for documents without `created_at` or `updated_at`
    /// @return empty if and only if a problem was noted
    public static Optional<Host> read(Fields fields, Origin origin, Instant now) {
        return fields.build(() -> {
            HostId id = fields.parsed("host_id", HostId::new, new HostId("unknown"));
            Instant created = fields.instant("created_at", now);
            return new Host(
                    id,
                    fields.text("hostname", id.value()),
                    fields.text("ip_address"),
                    placement(fields),
                    ssh(fields.object("ssh_config")),
                    metadata(fields.object("metadata")),
                    fields.word("status", HostStatus.class, HostStatus.ACTIVE),
                    fields.word("origin", Origin.class, origin),
                    created,
                    fields.instant("updated_at", created),
                    fields.optionalInstant("last_seen"));
        });
    }

    private static Map<String, @Nullable Object> location(Placement placement) {
        return new Document()
                .putIfThere("datacenter", placement.datacenter())
                .putIfThere("rack", placement.rack())
                .putIfThere("zone", placement.zone())
                .fields();
    }

    private static Placement placement(Fields fields) {
        Fields location = fields.object("location");
        String environment = fields.text("environment");
        String region = fields.text("region");
        return fields.build(
                Placement.of("unknown", "unknown"),
                () ->
                        new Placement(
                                environment,
                                region,
                                location.optionalText("datacenter"),
                                location.optionalText("rack"),
                                location.optionalText("zone")));
    }

    private static Map<String, @Nullable Object> ssh(SshConfig ssh) {
        return new Document()
                .put("user", ssh.user())
                .put("port", ssh.port())
                .putIfThere("key_path", ssh.keyPath())
                .putIfThere("key_passphrase", secret(ssh.keyPassphrase()))
                .put("use_sudo", ssh.useSudo())
                .putIfThere("sudo_password", secret(ssh.sudoPassword()))
                .putIfAny("jumps", ssh.jumps())
                .put("watch_processes", ssh.watchProcesses())
                .fields();
    }

    private static SshConfig ssh(Fields fields) {
        return fields.build(
                new SshConfig(DEFAULT_USER, SshConfig.DEFAULT_PORT, null, false),
                () ->
                        new SshConfig(
                                fields.text("user", DEFAULT_USER),
                                fields.integer("port", SshConfig.DEFAULT_PORT),
                                fields.optionalText("key_path"),
                                SecretDocument.read(fields, "key_passphrase"),
                                fields.bool("use_sudo", false),
                                SecretDocument.read(fields, "sudo_password"),
                                fields.texts("jumps"),
                                fields.bool("watch_processes", true)));
    }

    private static @Nullable Map<String, @Nullable Object> secret(
            @Nullable SecretReference reference) {
        return reference == null ? null : SecretDocument.of(reference);
    }

    private static Map<String, @Nullable Object> metadata(HostMetadata metadata) {
        return new Document()
                .putIfThere("os", metadata.os())
                .putIfThere("purpose", metadata.purpose())
                .put("tags", metadata.tags())
                .fields();
    }

    private static HostMetadata metadata(Fields fields) {
        return new HostMetadata(
                fields.optionalText("os"), fields.optionalText("purpose"), fields.texts("tags"));
    }
}
