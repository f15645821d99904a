package io.caretaker.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// A configuration that watches ports of this machine and tells a receiver.
///
/// @param monitoring what a service says besides its method
record Watched(Path directory, String monitoring, Map<String, Integer> ports, String channel) {
    Watched {
        ports = new LinkedHashMap<>(ports);
    }

    /// The channel of a receiver that may get as many messages as there are.
    static String unlimited(Receiver receiver) {
        return "type: webhook, url: \"%s\", timeout_sec: 1, burst: 1000, pace_sec: 0"
                .formatted(receiver.url());
    }

    Watched telling(String another) {
        return new Watched(directory, monitoring, ports, another);
    }

    Path write() throws IOException {
        String services =
                ports.entrySet().stream()
                        .map(each ->
                                """
                                - service_id: %s
                                  host_id: here
                                  monitoring: {method: tcp%s}
                                  check: {host: 127.0.0.1, port: %d}
                                """
                                        .formatted(each.getKey(), monitoring, each.getValue()))
                        .collect(Collectors.joining());
        return Files.writeString(
                directory.resolve("caretaker.yaml"),
                """
                alerting:
                  channels:
                    hook: {%s}
                hosts:
                - {host_id: here, hostname: localhost, ip_address: 127.0.0.1,
                   environment: production, region: here}
                services:
                """
                                .formatted(channel)
                        + services);
    }
}
