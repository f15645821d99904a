package io.caretaker.cli.imports;

import io.caretaker.core.inventory.Host;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One machine, as the entries with its address describe it together. Not thread-safe.
final class ImportHost {
    private final String address;
    private final String id;
    private final @Nullable Host known;
    private final Map<String, Target> services = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> ssh = new LinkedHashMap<>();
    private final Map<String, Integer> said = new LinkedHashMap<>();

    ImportHost(String address, String id, @Nullable Host known) {
        this.address = address;
        this.id = id;
        this.known = known;
    }

    @Nullable Host known() {
        return known;
    }

    boolean used() {
        return !services.isEmpty();
    }

    Map<String, Target> services() {
        return services;
    }

    /// Takes an entry, or notes that it contradicts an earlier one.
    void take(Target target, String service, TargetReader reader) {
        boolean user = fits("user", target.user(), target, reader);
        boolean port = fits("port", target.sshPort(), target, reader);
        boolean key = fits("key_path", target.key(), target, reader);
        if (user && port && key) {
            services.put(service, target);
            if (Boolean.TRUE.equals(target.sudo())) {
                ssh.put("use_sudo", true);
            }
        }
    }

    private boolean fits(String key, @Nullable Object value, Target target, TargetReader reader) {
        Integer first = said.get(key);
        if (value == null || first == null) {
            if (value != null) {
                ssh.put(key, value);
                said.put(key, target.index());
            }
            return true;
        }
        if (Objects.equals(ssh.get(key), value)) {
            return true;
        }
        reader.refuse(
                target.index(),
                "ssh." + key,
                "is '"
                        + value
                        + "', but targets["
                        + first
                        + "] has '"
                        + ssh.get(key)
                        + "' for the same host");
        return false;
    }

    /// The document of a new host, without its environment and region.
    Map<String, @Nullable Object> document() {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("host_id", id);
        document.put("hostname", address);
        document.put("ip_address", address);
        document.put("ssh_config", ssh);
        return document;
    }
}
