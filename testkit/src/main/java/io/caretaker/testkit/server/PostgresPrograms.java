package io.caretaker.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Where PostgreSQL's programs are: in the directory named by `-Dpostgres.programs=DIR`, which
/// tries another version, the newest of Debian's, or those on the search path.
final class PostgresPrograms {
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

    private static Optional<Path> newestOfDebian() {
        if (!Files.isDirectory(DEBIAN)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(DEBIAN)) {
            return versions.filter(path -> path.getFileName().toString().matches("\\d+"))
                    .sorted(Comparator.comparingInt(PostgresPrograms::version).reversed())
                    .map(path -> path.resolve("bin"))
                    .filter(PostgresPrograms::complete)
                    .findFirst();
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
