package io.caretaker.postgresql;

import io.caretaker.core.health.EngineKind;
import io.caretaker.core.health.LocalServer;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.host.ProcessFacts;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Tells a server's main process from others, and reads off it what is needed to watch and heal it.
final class Recognition {
    private static final Set<String> PROGRAMS = Set.of("postgres", "postmaster");

    private Recognition() {}

    static Optional<LocalServer> of(ProcessFacts process, HostAccess host) {
        if (!PROGRAMS.contains(process.program())
                || !Arguments.ofMainProcess(process.arguments())
                || childOfServer(process, host)) {
            return Optional.empty();
        }
        return Optional.of(describe(process, host));
    }

    private static boolean childOfServer(ProcessFacts process, HostAccess host) {
        return host.process(process.parent())
                .filter(parent -> PROGRAMS.contains(parent.program()))
                .isPresent();
    }

    private static LocalServer describe(ProcessFacts process, HostAccess host) {
        Arguments arguments = Arguments.of(process.arguments());
        @Nullable String data = dataDirectory(process, arguments);
        Optional<ServerFiles.PidFile> file =
                data == null ? Optional.empty() : ServerFiles.pidFile(host, data, process.pid());
        Addresses addresses = Addresses.of(process, file, arguments.port());
        Optional<Cluster> cluster = Cluster.of(arguments.configFile(), data);
        @Nullable String standardError = StandardError.of(process, host);
        return new LocalServer(
                EngineKind.POSTGRESQL,
                cluster.map(Cluster::label).orElse("postgresql-" + addresses.port()),
                process.pid(),
                process.user(),
                addresses.host(),
                addresses.port(),
                addresses.socketDirectory(),
                data,
                process.executable(),
                Control.of(process, arguments, data, standardError, host),
                Control.unit(process),
                logFiles(data, standardError, cluster, host),
                configFiles(arguments, data, cluster));
    }

    /// A server changes into its data directory when it starts; `-D` may name a directory that has
    /// only the configuration.
    private static @Nullable String dataDirectory(ProcessFacts process, Arguments arguments) {
        @Nullable String working = process.workingDirectory();
        if (working != null && !working.equals("/")) {
            return working;
        }
        @Nullable String given = arguments.dataDirectory();
        return given != null && given.startsWith("/") ? given : null;
    }

    private static List<String> logFiles(
            @Nullable String data,
            @Nullable String standardError,
            Optional<Cluster> cluster,
            HostAccess host) {
        Set<String> files = new LinkedHashSet<>();
        if (data != null) {
            files.addAll(ServerFiles.currentLogFiles(host, data));
        }
        if (standardError != null) {
            files.add(standardError);
        }
        cluster.map(Cluster::logFile)
                .filter(file -> ServerFiles.exists(host, file))
                .ifPresent(files::add);
        return List.copyOf(files);
    }

    private static List<String> configFiles(
            Arguments arguments, @Nullable String data, Optional<Cluster> cluster) {
        @Nullable String directory = configDirectory(arguments, data, cluster);
        List<String> files = new ArrayList<>();
        if (directory != null) {
            files.add(directory + "/postgresql.conf");
            files.add(directory + "/pg_hba.conf");
            files.add(directory + "/pg_ident.conf");
        }
        if (data != null) {
            files.add(data + "/postgresql.auto.conf");
        }
        return files;
    }

    private static @Nullable String configDirectory(
            Arguments arguments, @Nullable String data, Optional<Cluster> cluster) {
        @Nullable String file = arguments.configFile();
        if (file != null && file.startsWith("/")) {
            return file.substring(0, file.lastIndexOf('/'));
        }
        @Nullable String given = arguments.dataDirectory();
        return cluster.map(Cluster::configDirectory)
                .orElse(given != null && given.startsWith("/") ? given : data);
    }
}
