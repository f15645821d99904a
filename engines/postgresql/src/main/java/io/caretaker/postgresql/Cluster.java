package io.caretaker.postgresql;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A cluster as Debian's tools keep it: version and name.
record Cluster(String version, String name) {
    private static final Pattern CONFIGURATION =
            Pattern.compile("/etc/postgresql/([\\d.]+)/([^/]+)/postgresql\\.conf");
    private static final Pattern DATA = Pattern.compile("/var/lib/postgresql/([\\d.]+)/([^/]+)/?");

    /// Found by the configuration file or else by the data directory.
    static Optional<Cluster> of(@Nullable String configFile, @Nullable String dataDirectory) {
        return Stream.of(
                        match(CONFIGURATION, configFile).stream(),
                        match(DATA, dataDirectory).stream())
                .flatMap(found -> found)
                .findFirst();
    }

    private static Optional<Cluster> match(Pattern pattern, @Nullable String path) {
        Matcher matcher = pattern.matcher(path == null ? "" : path);
        return matcher.matches()
                ? Optional.of(new Cluster(matcher.group(1), matcher.group(2)))
                : Optional.empty();
    }

    String label() {
        return "postgresql-" + version + "-" + name;
    }

    String configDirectory() {
        return "/etc/postgresql/" + version + "/" + name;
    }

    String logFile() {
        return "/var/log/postgresql/" + label() + ".log";
    }
}
