package io.caretaker.cli.commands;

import io.caretaker.cli.Session;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Adds hosts.
@Command(
        name = "add",
        header = "Add a host, or those of a file.",
        footer = {
            "",
            "Example:",
            "  caretaker host add host_web_1 --address 10.1.2.3 --environment production --region eu"
        })
final class AddHostCommand extends AddCommand {
    @Parameters(paramLabel = "ID", arity = "0..1", description = "host_id")
    @Nullable String id;

    @Option(names = "--hostname", description = "its name (default: the id)")
    @Nullable String hostname;

    @Option(names = "--address", description = "IPv4 or IPv6 address, or a name")
    @Nullable String address;

    @Option(names = "--environment", description = "such as production")
    @Nullable String environment;

    @Option(names = "--region", description = "region or data centre")
    @Nullable String region;

    @Option(names = "--sudo", description = "become root by sudo where that is needed")
    @Nullable Boolean sudo;

    @Option(names = "--tag", description = "may be given several times")
    @Nullable List<String> tags;

    AddHostCommand(Session session) {
        super(session, new EntryKind.Hosts());
    }

    @Override
    Map<String, @Nullable Object> options() {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("host_id", id);
        document.put("hostname", hostname);
        document.put("ip_address", address);
        document.put("environment", environment);
        document.put("region", region);
        document.put("ssh_config", sudo == null ? null : Map.of("use_sudo", sudo));
        document.put("metadata", tags == null ? null : Map.of("tags", tags));
        return document;
    }
}
