package io.caretaker.mysql;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Settings of a server that seldom change. Immutable.
///
/// @param fingerprint MySQL: `server_uuid`, which lies in the data directory. MariaDB has nothing
///   like it: `server_uid` (from network card and port, ≥ 10.6.16, 10.11.6) or else `server_id`, in
///   both cases with a digest of the data directory's path, so that another server on the same port
///   is another server.
/// @param maxConnections null when the server did not say
/// @param settings global variables by their names in lower case
record ServerFacts(
        ServerVersion version,
        @Nullable String fingerprint,
        @Nullable Double maxConnections,
        Map<String, String> settings) {

    /// What a check needs, and what [Settings] makes of the rest.
    static final String QUERY =
            "SHOW GLOBAL VARIABLES WHERE Variable_name IN ("
                    + Stream.concat(
                                    Stream.of(
                                            "version",
                                            "max_connections",
                                            "server_uuid",
                                            "server_uid",
                                            "server_id",
                                            "datadir"),
                                    Settings.NAMES.stream())
                            .map(name -> "'" + name + "'")
                            .collect(Collectors.joining(", "))
                    + ")";

    ServerFacts {
        settings = Map.copyOf(settings);
    }

    static ServerFacts of(Map<String, String> variables) {
        String limit = variables.get("max_connections");
        return new ServerFacts(
                ServerVersion.parse(variables.getOrDefault("version", "")),
                fingerprint(variables),
                limit == null ? null : Double.valueOf(limit),
                variables);
    }

    /// A setting in lower case; empty when there is none of that name.
    String setting(String name) {
        return settings.getOrDefault(name, "").toLowerCase(Locale.ROOT);
    }

    boolean on(String name) {
        String value = setting(name);
        return value.equals("on") || value.equals("1") || value.equals("yes");
    }

    private static @Nullable String fingerprint(Map<String, String> variables) {
        String uuid = variables.get("server_uuid");
        if (uuid != null && !uuid.isBlank()) {
            return uuid;
        }
        String datadir = variables.get("datadir");
        String id = variables.getOrDefault("server_uid", variables.get("server_id"));
        return id == null || datadir == null ? null : id + "/" + digest(datadir);
    }

    private static String digest(String text) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
