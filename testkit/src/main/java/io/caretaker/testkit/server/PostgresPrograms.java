package io.caretaker.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where PostgreSQL's programs are: in the directory named by `-Dpostgres.programs=DIR`, which
/// tries another version, the newest of Debian's, or those on the search path.
final class PostgresPrograms {
    private static final String OTHERS = "postgresql.versions";
    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

    private PostgresPrograms() {}

    static Path directory() {
        Optional<Path> found =
                Optional.ofNullable(System.getProperty("postgres.programs"))
                        .map(Path::of)
                        .or(PostgresPrograms::newestOfDebian)
                        .or(PostgresPrograms::onSearchPath);
        if (found.isEmpty()) {
            Programs.missing("PostgreSQL");
        }
        return found.orElseThrow();
    }

    /// All versions that are here, the newest first: Debian's, and those below the directory that
    /// the system property names, each in a folder that is called like it (`17/bin/postgres`).
    static List<Path> all() {
        @Nullable String others = System.getProperty(OTHERS);
        var all = new ArrayList<>(below(DEBIAN));
        if (others != null && !others.isEmpty()) {
            all.addAll(below(Path.of(others)));
        }
        all.sort(
                Comparator.comparingInt((Path bin) -> version(bin.getName(bin.getNameCount() - 2)))
                        .reversed());
        return all;
    }

    private static Optional<Path> newestOfDebian() {
        return below(DEBIAN).stream().filter(PostgresPrograms::complete).findFirst();
    }

    private static List<Path> below(Path root) {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> versions = Files.list(root)) {
            return versions.filter(path -> path.getFileName().toString().matches("\\d+"))
                    .sorted(Comparator.comparingInt(PostgresPrograms::version).reversed())
                    .map(path -> path.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("postgres")))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Path> onSearchPath() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .map(Path::of)
                .filter(PostgresPrograms::complete)
                .findFirst();
    }

    private static int version(Path directory) {
        return Integer.parseInt(directory.getFileName().toString());
    }

    private static boolean complete(Path directory) {
        return List.of("initdb", "postgres", "psql").stream()
                .allMatch(program -> Files.isExecutable(directory.resolve(program)));
    }
}
