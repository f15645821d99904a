package io.caretaker.cli.commands;

import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The fields of a host as options.
final class HostOptions implements EntryOptions {
    private static final List<String> LOCATION =
            List.of("location.datacenter", "location.rack", "location.zone");

    @Option(names = "--hostname", description = "its name (default: the id)")
    @Nullable String hostname;

    @Option(
            names = "--address",
            description = "IPv4 or IPv6 address, or a name; 127.0.0.1 is this machine")
    @Nullable String address;

    @Option(names = "--environment", description = "such as production")
    @Nullable String environment;

    @Option(names = "--region", description = "region or data centre")
    @Nullable String region;

    @Option(
            names = "--location",
            paramLabel = "DATACENTER[/RACK[/ZONE]]",
            description = "where exactly it stands")
    @Nullable String location;

    @Option(names = "--ssh-user", paramLabel = "USER", description = "who logs in")
    @Nullable String user;

    @Option(names = "--ssh-port", paramLabel = "PORT", description = "port of its SSH server")
    @Nullable Integer port;

    @Option(names = "--key", paramLabel = "FILE", description = "the private key to log in with")
    @Nullable String key;

    @Option(
            names = "--sudo",
            negatable = true,
            description = "become root by sudo where that is needed, or never")
    @Nullable Boolean sudo;

    @Option(
            names = "--jump",
            paramLabel = "[USER@]HOST[:PORT]",
            description = "a host to go through; may be given several times, the first first")
    @Nullable List<String> jumps;

    @Option(
            names = "--process-watch",
            negatable = true,
            description = "hold a session that tells the death of processes at once, or not")
    @Nullable Boolean watch;

    @Option(names = "--os", description = "operating system, for people")
    @Nullable String os;

    @Option(names = "--purpose", description = "what it is for")
    @Nullable String purpose;

    @Option(names = "--tag", description = "may be given several times")
    @Nullable List<String> tags;

    @Override
    public Map<String, @Nullable Object> fields() {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("hostname", hostname);
        fields.put("ip_address", address);
        fields.put("environment", environment);
        fields.put("region", region);
        fields.putAll(location());
        fields.put("ssh_config.user", user);
        fields.put("ssh_config.port", port);
        fields.put("ssh_config.key_path", key);
        fields.put("ssh_config.use_sudo", sudo);
        fields.put("ssh_config.jumps", jumps);
        fields.put("ssh_config.watch_processes", watch);
        fields.put("metadata.os", os);
        fields.put("metadata.purpose", purpose);
        fields.put("metadata.tags", tags);
        return fields;
    }

    private Map<String, @Nullable Object> location() {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        if (location == null) {
            return fields;
        }
        List<String> parts = List.of(location.split("/", -1));
        if (parts.size() > LOCATION.size() || parts.stream().anyMatch(String::isBlank)) {
            throw new Problem(
                    ProblemCode.INVALID,
                    "--location must be DATACENTER[/RACK[/ZONE]], but is '" + location + "'",
                    "for example --location dc1/r7/a");
        }
        for (int i = 0; i < parts.size(); i++) {
            fields.put(LOCATION.get(i), parts.get(i).strip());
        }
        return fields;
    }
}
