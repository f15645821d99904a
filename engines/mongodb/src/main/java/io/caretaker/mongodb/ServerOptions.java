package io.caretaker.mongodb;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/// What a server was started with, as `getCmdLineOpts` tells it. Immutable.
///
/// Source: MongoDB Manual, "Configuration File Options" (4.2 to 8.0): a key file and authentication
/// by certificate among members switch access control on by themselves.
///
/// @param dataDirectory null for a router, and where it is not an absolute path
/// @param accessControl whether an account needs rights
/// @param tls whether TLS connections are taken
record ServerOptions(@Nullable String dataDirectory, boolean accessControl, boolean tls) {
    private static final String USUAL_DIRECTORY = "/data/db";
    private static final Set<String> TLS_MODES =
            Set.of("allowTLS", "preferTLS", "requireTLS", "allowSSL", "preferSSL", "requireSSL");

    static ServerOptions of(Document reply, boolean router) {
        Document parsed = section(reply, "parsed");
        Document security = section(parsed, "security");
        boolean control =
                "enabled".equals(security.get("authorization"))
                        || security.containsKey("keyFile")
                        || security.get("clusterAuthMode") instanceof String;
        Document net = section(parsed, "net");
        boolean tls =
                TLS_MODES.contains(String.valueOf(section(net, "tls").get("mode")))
                        || TLS_MODES.contains(String.valueOf(section(net, "ssl").get("mode")));
        return new ServerOptions(router ? null : directory(parsed), control, tls);
    }

    private static @Nullable String directory(Document parsed) {
        Object path = section(parsed, "storage").get("dbPath");
        String directory = path instanceof String text ? text : USUAL_DIRECTORY;
        return directory.startsWith("/") ? directory : null;
    }

    private static Document section(Document document, String name) {
        return document.get(name) instanceof Document inner ? inner : new Document();
    }

    /// The journal may be a link to a disk of its own.
    List<String> dataDirectories() {
        return dataDirectory == null
                ? List.of()
                : List.of(dataDirectory, dataDirectory + "/journal");
    }

    /// Whether TLS is offered a router or a member tells in the same way.
    Map<String, Double> numbers() {
        var numbers = new LinkedHashMap<String, Double>();
        numbers.put("access_control_enabled", accessControl ? 1.0 : 0.0);
        numbers.put("tls_enabled", tls ? 1.0 : 0.0);
        return numbers;
    }
}
